import { html } from '../../application/markup.js';
import type { MailboxMessageBody } from './mailbox.dto.js';

const STYLE = html`body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:3rem auto;padding:0 1rem;color:#1d2433}
h1{font-size:1.5rem}ul{list-style:none;padding:0}li{border-top:1px solid #e1e5ec}a{display:block;padding:.8rem 0;color:inherit;text-decoration:none;overflow-wrap:anywhere}
a:hover strong,a:focus strong{color:#0b57d0;text-decoration:underline}span{color:#5a6478;font-size:.875rem}nav a{color:#0b57d0}`;

/** The mailbox for people. `next` is where older mails are. */
export function mailboxPage(mails: readonly MailboxMessageBody[], next: string | null): string {
  const items = mails.map(
    ({ subject, to, sent_at, html_url }) => html`<li><a href="${html_url}"><strong>${subject}</strong><br><span>${to} · <time datetime="${sent_at}">${sent_at.replace('T', ' ').slice(0, 19)} UTC</time></span></a></li>\n`,
  );
  const list = items.length > 0 ? html`<ul>\n${items}</ul>` : html`<p>No mail has been sent yet.</p>`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Test mailbox</title>
<style>${STYLE}</style></head>
<body><h1>Test mailbox</h1>
${list}
${next ? html`<nav><a href="${next}">Older mails</a></nav>` : null}
</body></html>
`.text;
}

import type { AccountLetter } from '@holdfast/identity';
import type { Letter } from '../../application/letters.js';
import { html, type Markup, oneLine } from '../../application/markup.js';
import { code, LABEL, letterPage } from './letter-page.html.js';

/** What one kind of mail about an account says. */
export interface AccountWording {
  readonly subject: string;
  readonly title: string;
  /** What happened, after the salutation. */
  readonly what: string;
  /** How the id of what is to be confirmed is called beside it; only where there is a token. */
  readonly idLabel?: string;
  /** What else to know, in small print. */
  readonly ending: string;
}

const P = 'margin:0 0 16px;font-size:15px;line-height:22px';

/** `2026-11-21 14:50 UTC`. */
export const minute = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const hello = ({ name }: AccountLetter): string => (oneLine(name) ? `Hello ${oneLine(name)},` : 'Hello,');

/** What the reader copies: an id and a token, each under its label. */
const codesOf = (id: string, { token }: AccountLetter, { idLabel }: AccountWording): readonly (readonly [string, string])[] =>
  token && idLabel ? [[idLabel, id], ['Token', token]] : [];

/** A mail about an account, for readers with and without HTML. */
export function accountLetter(id: string, letter: AccountLetter, wording: AccountWording, shop: string): Letter {
  const { subject, title, what, ending } = wording;
  const codes = codesOf(id, letter, wording);
  const card = html`<tr><td class="edge" style="padding:32px">
<h1 style="margin:0 0 16px;font-size:24px;line-height:30px;font-weight:700">${title}</h1>
<p style="${P}">${hello(letter)}</p>
<p style="${P}">${what}</p>
${codes.map(shown)}<p style="margin:0;font-size:13px;line-height:20px;color:#5a6478">${ending}</p>
</td></tr>`;
  const lines = codes.map(([label, text]) => `${label}: ${text}`);
  return {
    to: letter.email,
    subject,
    html: letterPage({ title, preview: what, shop, rows: [card], why: `You receive this mail because of an account at ${shop}.` }),
    text: [title, '', hello(letter), '', what, '', ...(lines.length > 0 ? [...lines, ''] : []), ending, '', oneLine(shop), ''].join('\n'),
  };
}

const shown = ([label, text]: readonly [string, string]): Markup => html`<p style="${LABEL}">${label}</p>${code(text)}<p style="margin:0 0 16px"></p>
`;

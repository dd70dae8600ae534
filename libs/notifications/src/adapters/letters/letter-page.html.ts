import { html, type Markup } from '../../application/markup.js';

/** Mail programs know little CSS: tables, inline styles, and one media query that may be ignored. */
const STYLE = html`body{margin:0;padding:0;background:#f2f4f7}
td,p,h1{font-family:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;color:#1d2433}
@media (max-width:480px){.edge{padding-left:20px!important;padding-right:20px!important}.half{display:block!important;width:auto!important}
.half+.half{padding-top:20px!important}}`;

export const LABEL = 'margin:0 0 6px;font-size:12px;line-height:16px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:#5a6478';

interface LetterPage {
  readonly title: string;
  /** What lists of mails show beside the subject. */
  readonly preview: string;
  readonly shop: string;
  /** Rows of the card, each a `<tr>`. */
  readonly rows: readonly Markup[];
  /** Why the reader gets this mail. */
  readonly why: string;
}

/** A letter as a page of its own: no images, no scripts, nothing from elsewhere. */
export const letterPage = ({ title, preview, shop, rows, why }: LetterPage): string => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body style="margin:0;padding:0;background:#f2f4f7">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f2f4f7"><tr><td align="center" style="padding:24px 12px 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;text-align:left">
<tr><td style="padding:0 4px 14px;font-size:15px;font-weight:700;color:#0f5f59">${shop}</td></tr>
<tr><td style="background:#ffffff;border:1px solid #e1e5ec;border-radius:14px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${rows}
</table></td></tr>
<tr><td style="padding:18px 4px 0;font-size:13px;line-height:20px;color:#5a6478">${why}</td></tr>
</table></td></tr></table>
</body>
</html>
`.text;

/** A secret that the reader may have to copy. */
export const code = (text: string): Markup =>
  html`<p style="margin:0;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px;line-height:20px;overflow-wrap:anywhere;word-break:break-all">${text}</p>`;

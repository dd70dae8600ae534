import type { ConfirmedLine, OrderConfirmation } from '@holdfast/ordering';
import { html, type Markup } from '../../application/markup.js';
import { code, LABEL, letterPage } from './letter-page.html.js';
import { addressLines, day, details, itemCount, money, payment } from './wording.js';

const BREAK = 'overflow-wrap:anywhere;word-break:break-word';

/** The order confirmation for readers with HTML. */
export const confirmationHtml = (order: OrderConfirmation, shop: string): string =>
  letterPage({
    title: `Your order ${order.number}`,
    preview: `Thank you! ${itemCount(order.lines)}, ${money(order.total)} in total.`,
    shop,
    rows: [greeting(order), lines(order), totals(order), whereAndHow(order), access(order)],
    why: `You receive this mail because somebody placed an order at ${shop} with this address. It is sent once.`,
  });

const greeting = ({ number, placedAt }: OrderConfirmation): Markup => html`<tr><td class="edge" style="padding:32px 32px 24px">
<h1 style="margin:0 0 8px;font-size:24px;line-height:30px;font-weight:700">Thank you for your order</h1>
<p style="margin:0;font-size:15px;line-height:22px;color:#5a6478">Order <strong style="color:#1d2433;${BREAK}">${number}</strong> · ${day(placedAt)}</p>
</td></tr>
`;

const lines = (order: OrderConfirmation): Markup => html`<tr><td class="edge" style="padding:0 32px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${order.lines.map(line)}</table>
</td></tr>
`;

const line = (item: ConfirmedLine): Markup => html`
<tr>
<td style="padding:14px 12px 14px 0;border-top:1px solid #e9ecf1;font-size:15px;line-height:22px;vertical-align:top;${BREAK}"><strong style="font-weight:600">${item.title}</strong>${detailsOf(item)}<br><span style="font-size:13px;line-height:20px;color:#5a6478">${item.quantity} × ${money(item.unitPrice)}</span></td>
<td align="right" style="padding:14px 0;border-top:1px solid #e9ecf1;font-size:15px;line-height:22px;vertical-align:top;white-space:nowrap;font-variant-numeric:tabular-nums">${money(item.total)}</td>
</tr>`;

const detailsOf = (item: ConfirmedLine): Markup | null =>
  details(item) ? html`<br><span style="font-size:13px;line-height:20px;color:#5a6478">${details(item)}</span>` : null;

const totals = ({ subtotal, total }: OrderConfirmation): Markup => html`<tr><td class="edge" style="padding:0 32px 28px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td style="padding:14px 0 2px;border-top:2px solid #1d2433;font-size:15px;line-height:22px;color:#5a6478">Subtotal</td>
<td align="right" style="padding:14px 0 2px;border-top:2px solid #1d2433;font-size:15px;line-height:22px;color:#5a6478;white-space:nowrap">${money(subtotal)}</td></tr>
<tr><td style="padding:2px 0;font-size:18px;line-height:26px;font-weight:700">Total</td>
<td align="right" style="padding:2px 0;font-size:18px;line-height:26px;font-weight:700;white-space:nowrap">${money(total)}</td></tr>
</table></td></tr>
`;

const whereAndHow = (order: OrderConfirmation): Markup => html`<tr><td class="edge" style="padding:24px 32px;border-top:1px solid #e1e5ec;background:#f9fafb">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
${order.shippingAddress ? half('Ships to', addressLines(order.shippingAddress)) : null}${half('Payment', [payment(order.payment)])}
</tr></table></td></tr>
`;

const half = (label: string, content: readonly string[]): Markup => html`<td class="half" width="50%" style="width:50%;padding:0;vertical-align:top;font-size:15px;line-height:22px;${BREAK}"><p style="${LABEL}">${label}</p>${content.map((text) => html`${text}<br>`)}</td>
`;

const access = ({ orderUrl, token }: OrderConfirmation): Markup => html`<tr><td class="edge" style="padding:26px 32px 32px;border-top:1px solid #e1e5ec">
${button(orderUrl)}
<p style="${LABEL}">Order token</p>
${code(token)}
<p style="margin:6px 0 0;font-size:13px;line-height:20px;color:#5a6478">It opens your order, so keep it to yourself.</p>
</td></tr>
`;

const button = (url: string): Markup | null =>
  /^https?:\/\//.test(url)
    ? html`<p style="margin:0 0 24px"><a href="${url}" style="display:inline-block;padding:12px 22px;border-radius:10px;background:#0f5f59;color:#ffffff;font-size:15px;line-height:22px;font-weight:600;text-decoration:none">View your order</a></p>`
    : null;

import type { ConfirmedLine, OrderConfirmation } from '@holdfast/ordering';
import { oneLine } from '../../application/markup.js';
import { addressLines, day, details, money, payment } from './wording.js';

const RULE = '-'.repeat(40);

/** The same letter for readers without HTML. */
export function confirmationText(order: OrderConfirmation, shop: string): string {
  const address = order.shippingAddress ? ['Ships to', ...addressLines(order.shippingAddress).map(oneLine), ''] : [];
  return [
    'Thank you for your order',
    '',
    `Order ${oneLine(order.number)}, ${day(order.placedAt)}`,
    RULE,
    ...order.lines.flatMap(line),
    RULE,
    `Subtotal  ${money(order.subtotal)}`,
    `Total     ${money(order.total)}`,
    '',
    ...address,
    'Payment',
    oneLine(payment(order.payment)),
    '',
    `View your order: ${oneLine(order.orderUrl)}`,
    `Order token: ${oneLine(order.token)}`,
    'It opens your order, so keep it to yourself.',
    '',
    oneLine(shop),
    '',
  ].join('\n');
}

function line(item: ConfirmedLine): string[] {
  const more = details(item);
  return [
    oneLine(item.title),
    ...(more ? [`  ${oneLine(more)}`] : []),
    `  ${item.quantity} x ${money(item.unitPrice)} = ${money(item.total)}`,
  ];
}

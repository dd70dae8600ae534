import { amountObject } from './amounts.js';
import type { Order } from './books.js';

/** The page on which a shopper pays with PayPal: two buttons while the order waits for them. */
export function approvalPage(order: Order): string {
  const { value, currency_code } = amountObject(order.amount, order.currency);
  const waits = order.status === 'CREATED' || order.status === 'PAYER_ACTION_REQUIRED';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment sandbox: PayPal</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 4rem auto; padding: 0 1rem }
button { font: inherit; padding: .5rem 1.5rem }
form { display: inline-block; margin-right: 1rem }
</style>
<h1>Payment sandbox: PayPal</h1>
<p>You are about to pay <strong>${value} ${currency_code}</strong>. No money moves here.</p>
${waits ? button(order, 'approve', 'Pay now') + button(order, 'cancel', 'Cancel') : settled(order)}
</html>
`;
}

const button = ({ id }: Order, decision: string, label: string): string =>
  `<form method="post" action="/paypal/checkoutnow/${decision}?token=${id}"><button>${label}</button></form>\n`;

const settled = ({ status }: Order): string => `<p>There is nothing to do: the order is ${status.toLowerCase()}.</p>`;

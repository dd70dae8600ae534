import { shopperPage } from '../routes/shopper-page.js';
import { amountObject } from './amounts.js';
import type { Order } from './books.js';

/** The page on which a shopper pays with PayPal: two buttons while the order waits for them. */
export function approvalPage({ id, status, amount, currency }: Order): string {
  const waits = status === 'CREATED' || status === 'PAYER_ACTION_REQUIRED';
  const to = (decision: string): string => `/paypal/checkoutnow/${decision}?token=${id}`;
  return shopperPage({
    who: 'PayPal', color: '#1f4fa3', amount: `${amountObject(amount, currency).value} ${currency}`,
    title: waits ? 'Pay with PayPal' : 'That is settled',
    text: waits ? 'You are about to pay the shop.' : `There is nothing to do: the order is ${status.toLowerCase()}.`,
    buttons: waits ? [{ label: 'Pay now', action: to('approve'), isMain: true }, { label: 'Cancel and go back', action: to('cancel') }] : [],
  });
}

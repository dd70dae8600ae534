import { shopperPage } from './shopper-page.js';

/** What waits for its shopper at their bank. */
export interface Challenge {
  readonly id: string;
  readonly status: string;
  /** For people, with its currency; null where nothing is paid. */
  readonly amount: string | null;
}

/** The page on which a shopper plays their bank: two buttons while something waits for them. */
export function challengePage({ id, status, amount }: Challenge): string {
  const waits = status === 'requires_action';
  const what = amount === null ? 'setup' : 'payment';
  const done = `There is nothing to do: the ${what} is ${status.replaceAll('_', ' ')}.`;
  const asked = amount === null ? 'The shop wants to keep your card for later.' : 'The shop asks your bank for this amount.';
  const at = `/3ds/${encodeURIComponent(id)}`;
  return shopperPage({
    who: 'Your bank', color: '#1d5c4d', amount,
    title: waits ? 'Is this you?' : 'That is settled',
    text: waits ? `${asked} Approve it if it is you.` : done,
    buttons: waits ? [{ label: 'Approve', action: `${at}/approve`, isMain: true }, { label: 'Decline', action: `${at}/decline` }] : [],
  });
}

import { type Id, newId } from '@holdfast/kernel';
import { clearing, orderAccount, shared } from './chart.js';
import { type Journal, moving, type Transfer } from './journal.js';
import { type BookedStep, earn, giveBack, type OrderBooks } from './order-books.js';

/** Money that moved at a gateway for one checkout. `id` names the fact, for ever: an operation, a dispute. */
export interface GatewayMoney {
  readonly id: string;
  readonly gateway: string;
  readonly currency: string;
  /** Minor units, more than zero. */
  readonly amount: number;
  readonly checkoutId: Id<'chk'>;
  readonly paymentId: Id<'pay'>;
  readonly occurredAt?: Date | undefined;
}

export interface Posting {
  readonly journal: Journal;
  readonly books: OrderBooks;
}

const gatewayLeg = ({ gateway, currency, checkoutId, amount }: GatewayMoney, sign: 1 | -1): Transfer[] =>
  moving(clearing(gateway, currency), orderAccount(checkoutId, currency), sign * amount, 'gateway');

/** The gateway took money for us: it owes it to us, and we owe it to the shopper until it is earned. */
export function captured(money: GatewayMoney, books: OrderBooks): Posting {
  const { transfers, books: after } = earn({ ...books, unearned: books.unearned + money.amount });
  return { journal: journalOf('capture', money, [...gatewayLeg(money, 1), ...transfers]), books: after };
}

/**
 * The gateway gave money back for us: what it was earned by is undone first. Where the books do not know of as much (somebody reversed the
 * capture), the rest is unexplained: that money moved is a fact, and no mistake in the books may keep it out of them.
 */
export function refunded(money: GatewayMoney, books: OrderBooks): Posting {
  const { transfers, books: after } = giveBack(books, money.amount);
  const unexplained = Math.max(0, money.amount - after.unearned);
  const order = orderAccount(money.checkoutId, money.currency);
  return {
    journal: journalOf('refund', money, [...transfers, ...moving(shared('suspense', money.currency), order, unexplained, 'unexplained'), ...gatewayLeg(money, -1)]),
    books: { ...after, unearned: after.unearned + unexplained - money.amount },
  };
}

/** Money that came before its order was placed is earned now. Undefined when there is none. */
export function recognized(checkoutId: Id<'chk'>, books: OrderBooks): Posting | undefined {
  const { transfers, books: after }: BookedStep = earn(books);
  if (transfers.length === 0) return undefined;
  const id = newId('jrn');
  return { journal: { id, kind: 'recognition', ref: id, checkoutId, transfers }, books: after };
}

/** The gateway took disputed money away from us until it is decided, and keeps it where we lose. */
export const disputeOpened = (money: GatewayMoney): Journal =>
  journalOf('dispute-opened', money, moving(shared('chargebacks', money.currency), clearing(money.gateway, money.currency), money.amount, 'gateway'));

/** We won: the gateway gave the money back. */
export const disputeWon = (money: GatewayMoney): Journal =>
  journalOf('dispute-won', money, moving(clearing(money.gateway, money.currency), shared('chargebacks', money.currency), money.amount, 'gateway'));

const journalOf = (kind: Journal['kind'], { id: ref, checkoutId, paymentId, occurredAt }: GatewayMoney, transfers: readonly Transfer[]): Journal => ({
  id: newId('jrn'), kind, ref, checkoutId, paymentId, occurredAt, transfers,
});

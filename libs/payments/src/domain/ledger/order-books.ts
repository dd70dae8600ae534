import { type Id, Money } from '@holdfast/kernel';
import { type AccountCode, orderAccount, shared, taxAccount } from './chart.js';
import { moving, type Transfer } from './journal.js';

/** What the total of an order is made of, in minor units: goods − discount + shipping + taxes. */
export interface OrderParts {
  readonly goods: number;
  readonly discount: number;
  readonly shipping: number;
  readonly taxes: readonly { readonly jurisdiction: string; readonly amount: number }[];
}

/** An order and what its money is for. */
export interface OrderSold {
  readonly checkoutId: Id<'chk'>;
  readonly orderId: Id<'ord'>;
  readonly currency: string;
  readonly parts: OrderParts;
}

/** How the books of one checkout stand. */
export interface OrderBooks {
  /** Undefined while no order was placed for it. */
  readonly sold: OrderSold | undefined;
  /** Balance of the order's account: captured, and earned by nothing. */
  readonly unearned: number;
  /** Earned so far, less what was given back, by the leg of its transfers. Goods after discounts. */
  readonly earned: Readonly<Record<string, number>>;
}

export const NO_BOOKS: OrderBooks = { sold: undefined, unearned: 0, earned: {} };

/** Books after a step, and what has to be booked for it. */
export interface BookedStep {
  readonly books: OrderBooks;
  readonly transfers: readonly Transfer[];
}

interface Share {
  readonly leg: string;
  readonly account: AccountCode;
  readonly amount: number;
}

function sharesOf({ parts: { goods, discount, shipping, taxes }, currency }: OrderSold): Share[] {
  return [
    { leg: 'goods', account: shared('revenue:goods', currency), amount: goods - discount },
    { leg: 'shipping', account: shared('revenue:shipping', currency), amount: shipping },
    ...taxes.map(({ jurisdiction, amount }) => ({ leg: `tax:${jurisdiction}`, account: taxAccount(jurisdiction, currency), amount })),
  ];
}

/**
 * What was captured for an order is earned as far as its parts are not yet: in proportion to what is left of each, by largest
 * remainder. So no part ever gets more than its own, and the last capture makes every part whole.
 */
export function earn(books: OrderBooks): BookedStep {
  const { sold, unearned, earned } = books;
  if (!sold) return { books, transfers: [] };
  // A refund that is reversed after its money was captured again leaves a part with more than its own: there is nothing left of it.
  const left = sharesOf(sold).map(({ leg, amount }) => Math.max(0, amount - (earned[leg] ?? 0)));
  const amount = Math.min(unearned, sum(left));
  return amount > 0 ? changed(books, sold, split(amount, left), 1) : { books, transfers: [] };
}

/**
 * What a refund takes back: first what was never earned, then of each part in proportion to what it has earned, by largest remainder.
 * The pieces of several refunds add up to the whole, whatever their sizes.
 */
export function giveBack(books: OrderBooks, amount: number): BookedStep {
  const { sold, unearned, earned } = books;
  const fromEarned = sold ? Math.max(0, amount - unearned) : 0;
  if (!sold || fromEarned === 0) return { books, transfers: [] };
  // A capture that is reversed after a refund of it leaves parts with less than nothing: they have nothing to give.
  const had = sharesOf(sold).map(({ leg }) => Math.max(0, earned[leg] ?? 0));
  return changed(books, sold, split(Math.min(fromEarned, sum(had)), had), -1);
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const split = (amount: number, weights: readonly number[]): number[] => (amount === 0 ? weights.map(() => 0) : Money.of(amount, 'XXX').allocate(weights).map((part) => part.amount));

/** `sign` 1: from the order's account to what it is for; -1: back. */
function changed(books: OrderBooks, sold: OrderSold, amounts: readonly number[], sign: 1 | -1): BookedStep {
  const order = orderAccount(sold.checkoutId, sold.currency);
  const earned: Record<string, number> = { ...books.earned };
  const transfers: Transfer[] = [];
  sharesOf(sold).forEach(({ leg, account }, i) => {
    const before = earned[leg] ?? 0;
    const after = before + sign * amounts[i]!;
    earned[leg] = after;
    const discount = leg === 'goods' ? discountOf(sold.parts, after) - discountOf(sold.parts, before) : 0;
    transfers.push(...moving(order, account, after - before + discount, leg), ...moving(shared('discounts', sold.currency), order, discount, 'discount'));
  });
  return { books: { ...books, earned, unearned: books.unearned - sign * sum(amounts) }, transfers };
}

/** The discount that belongs to so much of the goods, rounded down; all of it to all of them. */
function discountOf({ goods, discount }: OrderParts, earned: number): number {
  const net = goods - discount;
  return net === 0 ? 0 : Number((BigInt(discount) * BigInt(earned)) / BigInt(net));
}

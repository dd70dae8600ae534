import type { Id } from '@holdfast/kernel';
import { type Journal, reversalOf } from '../../domain/ledger/journal.js';
import { Journals } from '../../domain/ledger/journals.js';
import { NO_BOOKS, type OrderBooks, type OrderSold } from '../../domain/ledger/order-books.js';
import { captured, recognized, refunded } from '../../domain/ledger/postings.js';
import type { MovedMoney, PaymentChange } from '../../payments.js';

/** Money of one change that has to be booked: captures and refunds. Authorizations and voids move none. */
interface Booking {
  readonly change: PaymentChange;
  readonly moved: MovedMoney;
}

/**
 * Books what happens to money in the transaction that makes it happen. One statement for a whole batch of changes; only where money
 * comes or goes in parts are the books read before.
 */
export class Bookkeeper {
  constructor(private readonly journals: Journals) {}

  /** Books all money that these changes moved, and remembers what the orders are for that were placed with it. */
  async book(changes: readonly PaymentChange[], placed: readonly OrderSold[]): Promise<void> {
    const bookings = changes.flatMap((change) => change.moved.filter(({ kind }) => kind === 'capture' || kind === 'refund').map((moved): Booking => ({ change, moved })));
    await this.#reverse(changes.filter(({ kind, state }) => kind === 'refund' && state === 'returned'));
    if (bookings.length === 0 && placed.length === 0) return;
    const books = await this.#booksOf(bookings, placed, changes);
    const journals: Journal[] = [];
    for (const { change, moved } of bookings) {
      const money = { ...change, id: moved.operationId, amount: moved.amount };
      const posting = (moved.kind === 'capture' ? captured : refunded)(money, books.get(change.checkoutId) ?? NO_BOOKS);
      books.set(change.checkoutId, posting.books);
      journals.push(posting.journal);
    }
    for (const { checkoutId } of placed) {
      const posting = recognized(checkoutId, books.get(checkoutId)!);
      if (posting) journals.push(posting.journal);
    }
    await this.journals.post(journals, placed);
  }

  /** A refund that came back was never one: what it booked is undone, each once. Whoever books on the same orders waits for it. */
  async #reverse(returned: readonly PaymentChange[]): Promise<void> {
    if (returned.length === 0) return;
    await this.journals.booksOf([...new Set(returned.map(({ checkoutId }) => checkoutId))]);
    const booked = await this.journals.ofRefunds(returned.map(({ operationId }) => operationId));
    await this.journals.post(booked.map((journal) => reversalOf(journal, 'The refund came back.')));
  }

  /** Books what moved before there were books, and what could be earned and is not. Answers how many journals. */
  async catchUp(limit: number): Promise<number> {
    const money = await this.journals.unbooked(limit);
    const unearned = await this.journals.unearned(limit);
    const books = await this.journals.booksOf([...new Set([...money.map(({ checkoutId }) => checkoutId), ...unearned])]);
    const journals: Journal[] = [];
    for (const one of money) {
      const posting = (one.kind === 'capture' ? captured : refunded)(one, books.get(one.checkoutId) ?? NO_BOOKS);
      books.set(one.checkoutId, posting.books);
      journals.push(posting.journal);
    }
    for (const checkoutId of unearned) {
      const posting = recognized(checkoutId, books.get(checkoutId) ?? NO_BOOKS);
      if (posting) journals.push(posting.journal);
    }
    await this.journals.post(journals);
    return journals.length;
  }

  /** How the books stand of all that is booked here; read where that is not clear from the changes alone. */
  async #booksOf(bookings: readonly Booking[], placed: readonly OrderSold[], changes: readonly PaymentChange[]): Promise<Map<Id<'chk'>, OrderBooks>> {
    const fresh = new Set(placed.filter((sold) => coveredByOne(sold, changes)).map(({ checkoutId }) => checkoutId));
    const asked = [...new Set([...bookings.map(({ change }) => change.checkoutId), ...placed.map(({ checkoutId }) => checkoutId)])].filter((id) => !fresh.has(id));
    const books = asked.length > 0 ? await this.journals.booksOf(asked) : new Map<Id<'chk'>, OrderBooks>();
    for (const sold of placed) books.set(sold.checkoutId, { ...(books.get(sold.checkoutId) ?? NO_BOOKS), sold });
    return books;
  }
}

/** An order that one payment pays in full has no money from before. */
const coveredByOne = ({ checkoutId, parts: { goods, discount, shipping, taxes } }: OrderSold, changes: readonly PaymentChange[]): boolean => {
  const total = goods - discount + shipping + taxes.reduce((sum, { amount }) => sum + amount, 0);
  return changes.some((change) => change.checkoutId === checkoutId && change.kind === 'authorize' && change.authorized >= total);
};

import type { Id } from '@holdfast/kernel';
import type { Journal, JournalId } from './journal.js';
import type { OrderBooks, OrderSold } from './order-books.js';
import type { GatewayMoney } from './postings.js';

/** The books. Nothing in them is ever changed. Writing needs an active unit of work. */
export abstract class Journals {
  /** The journals of refunds, by their operations; none for those from before there were books. */
  abstract ofRefunds(operationIds: readonly Id<'op'>[]): Promise<Journal[]>;

  /** Books journals, and what orders were sold for. What was booked before is not booked again. */
  abstract post(journals: readonly Journal[], sold?: readonly OrderSold[]): Promise<void>;

  /** Books one journal. False when its fact was booked before. @throws BooksWouldNotHold when an account would fall below its floor */
  abstract postOnce(journal: Journal): Promise<boolean>;

  /** How the books of checkouts stand. Their orders are locked until the end of the unit of work. */
  abstract booksOf(checkoutIds: readonly Id<'chk'>[]): Promise<Map<Id<'chk'>, OrderBooks>>;

  /** @throws JournalNotFound */
  abstract get(id: JournalId): Promise<Journal>;

  /** Succeeded captures and refunds without a journal, oldest first: of the time before there were books. */
  abstract unbooked(limit: number): Promise<(GatewayMoney & { readonly kind: 'capture' | 'refund' })[]>;

  /** Checkouts whose order was placed and whose captured money is not earned although it could be. */
  abstract unearned(limit: number): Promise<Id<'chk'>[]>;

  /** Writes down how the shared accounts stood at the beginning of today (UTC), so that sums need not begin with the first transfer. */
  abstract checkpoint(): Promise<void>;
}

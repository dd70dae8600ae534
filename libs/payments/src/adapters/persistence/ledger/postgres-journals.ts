import { Injectable } from '@nestjs/common';
import { type Id, toId, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import type { AccountCode } from '../../../domain/ledger/chart.js';
import type { Journal, JournalId, JournalKind } from '../../../domain/ledger/journal.js';
import { Journals } from '../../../domain/ledger/journals.js';
import { BooksWouldNotHold, JournalNotFound } from '../../../domain/ledger/ledger-errors.js';
import type { OrderBooks, OrderParts, OrderSold } from '../../../domain/ledger/order-books.js';
import type { GatewayMoney } from '../../../domain/ledger/postings.js';
import { journalValues, soldValues } from './journal-values.js';
import * as sql from './statements.js';

interface SoldRow {
  readonly checkout_id: string;
  readonly order_id: string;
  readonly currency: string;
  readonly goods: number;
  readonly discount: number;
  readonly shipping: number;
  readonly taxes: OrderParts['taxes'];
}

interface SumRow {
  readonly checkout_id: string;
  readonly account: AccountCode;
  readonly amount: number;
}

interface TransferRow {
  readonly id: string;
  readonly kind: JournalKind;
  readonly ref: string;
  readonly checkout_id: string | null;
  readonly payment_id: string | null;
  readonly settlement_line: string | null;
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  readonly amount: number;
  readonly leg: string;
}

interface UnbookedRow {
  readonly id: string;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly updated_at: string;
  readonly payment_id: string;
  readonly checkout_id: string;
  readonly gateway: string;
}

/** SQL throughout: the second transaction of a checkout passes here, many checkouts at a time. */
@Injectable()
export class PostgresJournals extends Journals {
  constructor(private readonly database: Database) {
    super();
  }

  async post(journals: readonly Journal[], sold: readonly OrderSold[] = []): Promise<void> {
    if (journals.length > 0 || sold.length > 0) await this.database.send(sql.POST, [...journalValues(journals), ...soldValues(sold)]);
  }

  async postOnce(journal: Journal): Promise<boolean> {
    try {
      const [row] = await this.database.query<{ booked: number }>(sql.POST_ONCE, journalValues([journal]));
      return row?.booked === 1;
    } catch (error) {
      throw (error as { constraint?: string }).constraint === 'never_below_zero' ? new BooksWouldNotHold() : error;
    }
  }

  async booksOf(checkoutIds: readonly Id<'chk'>[]): Promise<Map<Id<'chk'>, OrderBooks>> {
    if (checkoutIds.length === 0) return new Map();
    const ids = checkoutIds.map(toUuid);
    const sold = new Map((await this.database.query<SoldRow>(sql.LOCK_ORDERS, [ids])).map((row) => [row.checkout_id, soldOf(row)]));
    const sums = Map.groupBy(await this.database.query<SumRow>(sql.SUMS, [ids]), ({ checkout_id }) => checkout_id);
    return new Map(checkoutIds.map((id, i) => [id, booksOf(sold.get(ids[i]!), sums.get(ids[i]!) ?? [])]));
  }

  async get(id: JournalId): Promise<Journal> {
    const rows = await this.database.query<TransferRow>(sql.GET, [toUuid(id)]);
    if (!rows[0]) throw new JournalNotFound();
    return journalIn(rows);
  }

  async ofRefunds(operationIds: readonly Id<'op'>[]): Promise<Journal[]> {
    const rows = await this.database.query<TransferRow>(sql.OF_REFUNDS, [operationIds.map(toUuid)]);
    return [...Map.groupBy(rows, ({ id }) => id).values()].map(journalIn);
  }

  async unbooked(limit: number): Promise<(GatewayMoney & { kind: 'capture' | 'refund' })[]> {
    return (await this.database.query<UnbookedRow>(sql.UNBOOKED, [limit])).map((row) => ({
      id: toId('op', row.id),
      kind: row.kind,
      amount: row.amount,
      currency: row.currency,
      gateway: row.gateway,
      paymentId: toId('pay', row.payment_id),
      checkoutId: toId('chk', row.checkout_id),
      occurredAt: new Date(row.updated_at),
    }));
  }

  async unearned(limit: number): Promise<Id<'chk'>[]> {
    return (await this.database.query<{ checkout_id: string }>(sql.UNEARNED, [limit])).map(({ checkout_id }) => toId('chk', checkout_id));
  }

  async checkpoint(): Promise<void> {
    await this.database.query(sql.CHECKPOINT);
  }
}

const soldOf = ({ checkout_id, order_id, currency, goods, discount, shipping, taxes }: SoldRow): OrderSold => ({
  checkoutId: toId('chk', checkout_id), orderId: toId('ord', order_id), currency, parts: { goods, discount, shipping, taxes },
});

function booksOf(sold: OrderSold | undefined, sums: readonly SumRow[]): OrderBooks {
  let unearned = 0;
  const earned: Record<string, number> = {};
  const add = (leg: string, amount: number): void => {
    earned[leg] = (earned[leg] ?? 0) + amount;
  };
  for (const { account, amount } of sums) {
    const [name = '', of = ''] = account.split(':');
    if (name === 'order') unearned += amount;
    else if (name === 'tax') add(`tax:${of}`, amount);
    // Goods are earned at their prices less discounts, which are booked beside them.
    else if (name === 'revenue' || name === 'discounts') add(name === 'revenue' ? of : 'goods', amount);
  }
  return { sold, unearned, earned };
}

function journalIn(rows: readonly TransferRow[]): Journal {
  const [{ id, kind, ref, checkout_id, payment_id, settlement_line }] = rows as [TransferRow];
  return {
    id: toId('jrn', id), kind, ref,
    checkoutId: checkout_id === null ? undefined : toId('chk', checkout_id),
    paymentId: payment_id === null ? undefined : toId('pay', payment_id),
    settlementLine: settlement_line ?? undefined,
    transfers: rows.map(({ debit, credit, amount, leg }) => ({ debit, credit, amount, leg })),
  };
}

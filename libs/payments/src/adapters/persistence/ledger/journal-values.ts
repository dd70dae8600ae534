import { toUuid } from '@holdfast/kernel';
import { currencyOf, type Journal } from '../../../domain/ledger/journal.js';
import type { OrderSold } from '../../../domain/ledger/order-books.js';

const uuid = (id: string | undefined): string | null => (id === undefined ? null : toUuid(id));

/** Journals as BOOK and TRANSFER take them. */
export function journalValues(journals: readonly Journal[]): unknown[] {
  const transfers = journals.flatMap(({ id, transfers: list }) => list.map((transfer, seq) => ({ ...transfer, id, seq })));
  return [
    journals.map(({ id }) => toUuid(id)),
    journals.map(({ kind }) => kind),
    journals.map(({ ref }) => ref),
    journals.map(({ checkoutId }) => uuid(checkoutId)),
    journals.map(({ paymentId }) => uuid(paymentId)),
    journals.map(({ kind, ref }) => (kind === 'capture' || kind === 'refund' ? toUuid(ref) : null)),
    journals.map(({ settlementLine }) => settlementLine ?? null),
    journals.map(({ reverses }) => uuid(reverses)),
    journals.map(({ reason }) => reason ?? null),
    journals.map(({ occurredAt }) => occurredAt ?? null),
    transfers.map(({ id }) => toUuid(id)),
    transfers.map(({ seq }) => seq),
    transfers.map(({ debit }) => debit),
    transfers.map(({ credit }) => credit),
    transfers.map(({ amount }) => amount),
    transfers.map(({ debit }) => currencyOf(debit)),
    transfers.map(({ leg }) => leg),
  ];
}

/** Orders as POST takes them. */
export const soldValues = (sold: readonly OrderSold[]): unknown[] => [
  sold.map(({ checkoutId }) => toUuid(checkoutId)),
  sold.map(({ orderId }) => toUuid(orderId)),
  sold.map(({ currency }) => currency),
  sold.map(({ parts }) => parts.goods),
  sold.map(({ parts }) => parts.discount),
  sold.map(({ parts }) => parts.shipping),
  sold.map(({ parts }) => JSON.stringify(parts.taxes)),
];

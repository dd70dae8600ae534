export interface Exception {
  readonly tables: readonly string[];
  readonly why: string;
  /** Only where rows are pretended: their pages are not there, and an index by ranges of pages saves none. */
  readonly isPretense?: boolean;
}

const RANGES = 'the index by ranges of pages (BRIN) only pays with real pages';
const BOOKS = 'compares all books with all payments; once a day or an hour, in the background';

/** Statements that may read a growing table, or an index of it, from end to end, and why. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'platform.forget-inbox': { tables: ['platform.inbox'], why: RANGES, isPretense: true },
  'platform.forget-keys': { tables: ['platform.idempotency_keys'], why: RANGES, isPretense: true },
  'platform.forget-rates': { tables: ['platform.rate_limits'], why: 'once an hour; an index on what every request changes would cost each request more' },
  'platform.lost-events': { tables: ['platform.inbox'], why: 'what was published in 29 days is compared with what arrived in 30: nearly all of it is wanted' },
  'payments.balance-booked': { tables: ['payments.ledger_journals', 'payments.settlement_lines', 'payments.settlement_differences', 'payments.payments'], why: BOOKS },
  'payments.ledger-unbooked': { tables: ['payments.operations', 'payments.ledger_journals', 'payments.payments'], why: BOOKS },
};

export interface Exception {
  readonly tables: readonly string[];
  readonly why: string;
  /** Only where rows are pretended: their pages are not there, and an index by ranges of pages saves none. */
  readonly isPretense?: boolean;
}

const RANGES = 'the index by ranges of pages (BRIN) only pays with real pages';
const PERSON = 'once for a person who wants their data or goes, in the background; the statement would need an index of its own';
const BOOKS = 'compares all books with all payments; once a day or an hour, in the background';

/** Statements that may read a growing table, or an index of it, from end to end, and why. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'platform.forget-inbox': { tables: ['platform.inbox'], why: RANGES, isPretense: true },
  'platform.forget-keys': { tables: ['platform.idempotency_keys'], why: RANGES, isPretense: true },
  'platform.forget-rates': { tables: ['platform.rate_limits'], why: 'once an hour; an index on what every request changes would cost each request more' },
  'platform.lost-events': { tables: ['platform.inbox'], why: 'what was published in 29 days is compared with what arrived in 30: nearly all of it is wanted' },
  'identity.erase-email_changes': { tables: ['identity.email_changes'], why: PERSON },
  'identity.erase-mfa_factors': { tables: ['identity.mfa_factors'], why: PERSON },
  'identity.erase-registrations': { tables: ['identity.registrations'], why: PERSON },
  'identity.erase-sessions': { tables: ['identity.sessions'], why: PERSON },
  'identity.export-email_changes': { tables: ['identity.email_changes'], why: PERSON },
  'identity.export-mfa_factors': { tables: ['identity.mfa_factors'], why: PERSON },
  'identity.export-registrations': { tables: ['identity.registrations'], why: PERSON },
  'identity.export-sessions': { tables: ['identity.sessions'], why: PERSON },
  'identity.forget-data-exports': { tables: ['identity.data_exports'], why: 'once an hour; exports are few, and gone after days' },
  'identity.list-factors': { tables: ['identity.mfa_factors'], why: 'both indexes are of a part; the statement would need one of the whole' },
  'identity.remove-factors': { tables: ['identity.mfa_factors'], why: 'both indexes are of a part; the statement would need one of the whole' },
  'payments.balance-booked': { tables: ['payments.ledger_journals', 'payments.settlement_lines', 'payments.settlement_differences', 'payments.payments'], why: BOOKS },
  'payments.ledger-unbooked': { tables: ['payments.operations', 'payments.ledger_journals', 'payments.payments'], why: BOOKS },
};

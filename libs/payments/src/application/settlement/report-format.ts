import type { SettlementKind } from '../../domain/settlement/settlement-line.js';

/** Which columns of a file hold what. A list names the columns that may hold it; the first one that the file has counts. */
export interface ReportColumns {
  readonly id: readonly string[];
  readonly type: readonly string[];
  readonly amount: readonly string[];
  readonly currency: readonly string[];
  readonly created: readonly string[];
  readonly fee?: readonly string[] | undefined;
  readonly net?: readonly string[] | undefined;
  readonly reference?: readonly string[] | undefined;
  readonly payment?: readonly string[] | undefined;
  /** Of these, the first cell of a row that is not empty counts. */
  readonly key?: readonly string[] | undefined;
  /** What the words of the type column mean; all others are `other`. */
  readonly types: Readonly<Record<string, SettlementKind>>;
  readonly decimal: '.' | ',';
}

/** A row of a file of which nobody has said yet what its cells mean. */
export interface ReportRow {
  /** Line of the file. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Both exports of Stripe's dashboard: the history of the balance ("Balance transactions": `id`, `Type`, `Source` …, metadata as `name (metadata)`),
 * and the itemized reports of "Balance change from activity" and of payouts (`balance_transaction_id`, `reporting_category`, `gross` …, metadata as
 * `payment_metadata[name]`; docs.stripe.com/reports/report-types/balance). Metadata is there when it was asked for; without our key the payment intent
 * leads to the payment. Times are in UTC unless another zone was asked for: `created_utc` is preferred.
 */
export const STRIPE_COLUMNS: ReportColumns = {
  id: ['id', 'balance_transaction_id'],
  type: ['Type', 'reporting_category'],
  amount: ['Amount', 'gross'],
  fee: ['Fee'],
  net: ['Net'],
  currency: ['Currency'],
  created: ['Created (UTC)', 'created_utc', 'Created'],
  reference: ['Source', 'source_id'],
  payment: ['payment_intent_id'],
  key: [
    'holdfast_operation (metadata)', 'refund_metadata[holdfast_operation]', 'metadata[holdfast_operation]', 'payment_metadata[holdfast_operation]', 'charge_metadata[holdfast_operation]',
    'holdfast_operation',
  ],
  types: {
    charge: 'payment', payment: 'payment', refund: 'refund', payment_refund: 'refund', refund_failure: 'refund', payment_refund_failure: 'refund',
    payout: 'payout', payout_cancel: 'payout', payout_failure: 'payout', payout_reversal: 'payout',
    stripe_fee: 'fee', fee: 'fee', tax_fee: 'fee', tax: 'fee', network_cost: 'fee', dispute: 'dispute', dispute_reversal: 'dispute',
  },
  decimal: '.',
};

/** 256 MB, more than a million lines. */
export const MAX_REPORT_BYTES = 256 * 1024 ** 2;

/** Reads files of rows, each while it is needed. */
export abstract class ReportFiles {
  /** The rows that are not empty, the first one first. @throws UnreadableReport when nobody can tell where its rows are */
  abstract rows(content: AsyncIterable<Uint8Array>): AsyncIterable<ReportRow>;
}

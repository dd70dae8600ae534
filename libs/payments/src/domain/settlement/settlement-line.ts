import type { Id, MoneyData } from '@holdfast/kernel';
import type { JournalId, JournalKind, Transfer } from '../ledger/journal.js';

export type ReportId = Id<'rep'>;
export type DifferenceId = Id<'dif'>;
/** What a line is about; `other` is whatever a gateway has besides, and a person has to look at. */
export type SettlementKind = 'payment' | 'refund' | 'dispute' | 'payout' | 'fee' | 'other';

/** One movement of our balance at a gateway, as its report tells it. Minor units, as the balance moved: refunds and payouts are negative. */
export interface SettlementLine {
  /** The gateway's own id of the movement. */
  readonly id: string;
  /** Line of the file. */
  readonly position: number;
  readonly kind: SettlementKind;
  /** The gateway's word for it. */
  readonly type: string;
  /** What moved, by the gateway's id: a charge, a refund, a dispute, a payout. */
  readonly reference: string | null;
  /** The payment that it belongs to, by the gateway's id, where the report carries it. */
  readonly payment: string | null;
  /** What moved, by ours: the operation's key, where the report carries it. */
  readonly key: string | null;
  readonly amount: number;
  readonly fee: number;
  /** amount − fee. */
  readonly net: number;
  readonly currency: string;
  readonly occurredAt: Date;
}

/** One line that cannot be taken, and why. */
export interface LineFault {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** A journal of ours on the clearing account of a gateway, and which of its names a report may know. */
export interface OurMovement {
  readonly journalId: JournalId;
  readonly kind: JournalKind;
  /** As the clearing account moved: refunds are negative. */
  readonly amount: number;
  readonly currency: string;
  /** Operations that led to it: its own, and the authorization of its payment. */
  readonly keys: readonly string[];
  /** The gateway's ids of it and of its payment. */
  readonly references: readonly string[];
}

/** `changed`: the gateway says otherwise than it did before. */
export type DifferenceKind = 'missing' | 'extra' | 'differing' | 'changed';

/** Where the gateway and the books disagree, and what would be booked to follow the gateway. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly field: 'amount' | 'currency' | 'fee' | null;
  readonly lineId: string | null;
  readonly journalId: JournalId | null;
  readonly ours: MoneyData | null;
  readonly theirs: MoneyData | null;
  readonly proposal: readonly Transfer[];
}

export type LineStatus = 'matched' | 'booked' | 'extra' | 'differing';

/** A line as it was reported before. */
export interface KnownLine extends SettlementLine {
  readonly status: LineStatus;
  readonly journalId: JournalId | null;
}

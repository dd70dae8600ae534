import { type MoneyData, toId } from '@holdfast/kernel';
import type { JournalKind, Transfer } from '../../../domain/ledger/journal.js';
import type { OpenDifference } from '../../../application/settlement/settlements.js';
import type { Difference, KnownLine, LineStatus, OurMovement, SettlementKind, SettlementLine } from '../../../domain/settlement/settlement-line.js';

export interface LineRow {
  readonly line_id: string;
  readonly position: number;
  readonly kind: SettlementKind;
  readonly type: string;
  readonly reference: string | null;
  readonly payment: string | null;
  readonly key: string | null;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly occurred_at: string;
}

export interface KnownRow extends LineRow {
  readonly status: LineStatus;
  readonly journal_id: string | null;
}

export interface MovementRow {
  readonly id: string;
  readonly kind: JournalKind;
  readonly occurred_at: string;
  readonly currency: string;
  readonly amount: number;
  readonly keys: readonly string[] | null;
  readonly names: readonly string[];
}

export interface DifferenceRow {
  readonly id: string;
  readonly report_id: string;
  readonly gateway: string;
  readonly kind: Difference['kind'];
  readonly field: Difference['field'];
  readonly line_id: string | null;
  readonly journal_id: string | null;
  readonly ours: MoneyData | null;
  readonly theirs: MoneyData | null;
  readonly proposal: readonly Transfer[];
  readonly status: OpenDifference['status'];
  readonly created_at: string;
  readonly correction_id: string | null;
}

export const lineOf = ({ line_id: id, occurred_at, ...rest }: LineRow): SettlementLine => ({ id, ...rest, occurredAt: new Date(occurred_at) });

export const knownOf = ({ status, journal_id, ...line }: KnownRow): KnownLine => ({ ...lineOf(line), status, journalId: journal_id === null ? null : toId('jrn', journal_id) });

export const movementOf = ({ id, kind, occurred_at, currency, amount, keys, names }: MovementRow): OurMovement & { occurredAt: Date } => ({
  journalId: toId('jrn', id), kind, currency, amount, keys: (keys ?? []).map((key) => toId('op', key)), references: names, occurredAt: new Date(occurred_at),
});

export const differenceOf = ({ id, gateway, kind, field, line_id, journal_id, ours, theirs, proposal, status }: DifferenceRow): OpenDifference => ({
  id: toId('dif', id), gateway, kind, field, lineId: line_id, journalId: journal_id === null ? null : toId('jrn', journal_id), ours, theirs, proposal, status,
});

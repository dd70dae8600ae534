import type { JournalId } from '../../domain/ledger/journal.js';
import type { BookedOfLine, ChangedLine } from '../../domain/settlement/changed-line.js';
import type { Difference, DifferenceId, KnownLine, OurMovement, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import type { Reconciled } from '../../domain/settlement/reconcile.js';

export interface NewReport {
  readonly id: ReportId;
  readonly gateway: string;
  readonly format: string;
  readonly fileName: string | null;
  readonly digest: Buffer;
  readonly lines: number;
  readonly known: number;
  readonly changed: number;
  readonly latest: Date;
}

export interface OpenDifference extends Difference {
  readonly id: DifferenceId;
  readonly gateway: string;
  readonly status: 'open' | 'corrected' | 'resolved';
}

/** What gateways reported. Writing needs an active unit of work. */
export abstract class Settlements {
  /** Only one report of a gateway is taken at a time. Answers the lines among these that were taken before. */
  abstract known(gateway: string, lineIds: readonly string[]): Promise<Map<string, KnownLine>>;

  /** What the books hold of lines, by journals that were booked from them or that they were found to be, and by what reversed those. */
  abstract bookedOf(gateway: string, lineIds: readonly string[]): Promise<Map<string, BookedOfLine[]>>;

  /** Lines that say otherwise now; what was open about them is over. */
  abstract change(gateway: string, changes: readonly ChangedLine[]): Promise<void>;

  /** Journals on the clearing account of a gateway that no line was found for yet and that were not reversed. */
  abstract movements(gateway: string): Promise<(OurMovement & { readonly occurredAt: Date })[]>;

  abstract add(report: NewReport, reconciled: readonly Reconciled[], differences: readonly Difference[]): Promise<void>;

  /** Lines that came before what they are about: still extra, and their difference open. */
  abstract extra(gateway: string): Promise<SettlementLine[]>;

  /** A line found what it is about after all: its difference is resolved. */
  abstract explain(gateway: string, reconciled: readonly Reconciled[]): Promise<void>;

  /** Gateways that have reports. */
  abstract gateways(): Promise<string[]>;

  /** Locks a difference of a report. @throws SettlementReportNotFound */
  abstract difference(reportId: ReportId, id: DifferenceId): Promise<OpenDifference>;

  abstract corrected(id: DifferenceId, journal: JournalId): Promise<void>;
}


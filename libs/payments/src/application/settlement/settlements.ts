import type { JournalId } from '../../domain/ledger/journal.js';
import type { BookedOfLine, ChangedLine } from '../../domain/settlement/changed-line.js';
import type { Difference, DifferenceId, KnownLine, OurMovement, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import type { Reconciled } from '../../domain/settlement/reconcile.js';

export interface OpenDifference extends Difference {
  readonly id: DifferenceId;
  readonly gateway: string;
  readonly status: 'open' | 'corrected' | 'resolved';
}

/** What gateways reported. Writing needs an active unit of work. */
export abstract class Settlements {
  /** The lines among these that were taken before. */
  abstract known(gateway: string, lineIds: readonly string[]): Promise<Map<string, KnownLine>>;

  /** What the books hold of lines, by journals that were booked from them or that they were found to be, and by what reversed those. */
  abstract bookedOf(gateway: string, lineIds: readonly string[]): Promise<Map<string, BookedOfLine[]>>;

  /** Lines that say otherwise now; what was open about them is over. */
  abstract change(gateway: string, changes: readonly ChangedLine[]): Promise<void>;

  /** Journals on the clearing account of a gateway that lines may be about, by any of their names: those that no line was found for yet and that were not reversed. */
  abstract movementsOf(gateway: string, lines: readonly SettlementLine[]): Promise<OurMovement[]>;

  /**
   * Looks through so many journals after one of them, of whatever they are. Answers the last one, undefined when there was none, and those on the clearing
   * account of a gateway, not later than a time, for which there is no line.
   */
  abstract unreported(gateway: string, until: Date, after: string | undefined, limit: number): Promise<{ readonly last: string | undefined; readonly movements: OurMovement[] }>;

  /** Writes lines of a report down with what they mean. */
  abstract add(id: ReportId, gateway: string, reconciled: readonly Reconciled[], differences: readonly Difference[]): Promise<void>;

  /** Lists differences with the report that showed them first. */
  abstract list(id: ReportId, gateway: string, differences: readonly Difference[]): Promise<void>;

  /** Lines that came before what they are about: still extra, and their difference open. No report of the gateway is worked on meanwhile. */
  abstract extra(gateway: string): Promise<SettlementLine[]>;

  /** A line found what it is about after all: its difference is resolved. */
  abstract explain(gateway: string, reconciled: readonly Reconciled[]): Promise<void>;

  /** Gateways that have reports. */
  abstract gateways(): Promise<string[]>;

  /** Locks a difference of a report. @throws SettlementReportNotFound */
  abstract difference(reportId: ReportId, id: DifferenceId): Promise<OpenDifference>;

  abstract corrected(id: DifferenceId, journal: JournalId): Promise<void>;
}

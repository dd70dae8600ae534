import type { LineFault, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import type { ReportColumns } from './report-format.js';

export interface NewReport {
  readonly gateway: string;
  readonly format: string;
  readonly fileName: string | null;
  /** Names of the columns, where the format does not tell. */
  readonly columns: ReportColumns | undefined;
  readonly completeUntil: Date | undefined;
}

/** What an upload turned out to be. */
export interface Uploaded {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, in hex. */
  readonly digest: string;
}

/**
 * What a step does: `exact` takes lines of which the amount is as the books say, and what they learn from the report; `rest` all that are left, and
 * `missing` looks for what the report does not tell.
 */
export type Round = 'exact' | 'rest' | 'missing';

export interface ImportState {
  readonly id: ReportId;
  readonly gateway: string;
  readonly format: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly columns: ReportColumns | undefined;
  readonly round: Round;
  /** Lines of this round up to here are done. */
  readonly doneLine: number;
  /** Journals up to this one were looked for in the report. */
  readonly doneJournal: string | undefined;
  /** Until when the report is complete, where somebody said. */
  readonly completeUntil: Date | undefined;
  /** When its last line happened; not known before it was read. */
  readonly latest: Date | undefined;
}

/** Where the next step begins. */
export interface Place {
  readonly round: Round;
  readonly doneLine: number;
  readonly doneJournal?: string | undefined;
}

/** What a step found. */
export interface StepCounts {
  readonly known: number;
  readonly changed: number;
  readonly matched: number;
  readonly booked: number;
}

export interface ImportFailure {
  readonly code: string;
  readonly message: string;
  readonly faults: readonly LineFault[];
}

/** Reports on their way into the books, and how far they are. */
export abstract class SettlementImports {
  /** Makes a place for an upload, before its first byte is kept. Outside of a unit of work. */
  abstract open(id: ReportId): Promise<void>;

  abstract keep(id: ReportId, content: AsyncIterable<Uint8Array>): Promise<Uploaded>;

  abstract content(id: ReportId): AsyncIterable<Uint8Array>;

  /** Forgets an upload that is not wanted. */
  abstract drop(id: ReportId): Promise<void>;

  /** The upload is complete: from now on the report is seen and waits to be worked on. */
  abstract request(id: ReportId, report: NewReport, uploaded: Uploaded): Promise<void>;

  abstract find(id: ReportId): Promise<ImportState | undefined>;

  /** The report of a gateway that is to be worked on: the one that was begun, else the one that waits longest. */
  abstract next(gateway: string): Promise<ImportState | undefined>;

  /**
   * Puts lines aside that were read from the file. Answers lines with these ids that stand elsewhere in the file; undefined when the file has been read
   * by another worker meanwhile.
   */
  abstract stage(id: ReportId, lines: readonly SettlementLine[]): Promise<SettlementLine[] | undefined>;

  /** The file was read and is sound. Only one report of a gateway is worked on at a time: false when another is. */
  abstract begin(id: ReportId, gateway: string): Promise<boolean>;

  /** Locks a report for one step, and its gateway. */
  abstract lock(id: ReportId): Promise<ImportState | undefined>;

  /** Lines that were put aside, after one of them. */
  abstract staged(id: ReportId, after: number, limit: number): Promise<SettlementLine[]>;

  /** Lines are done, and the next step begins elsewhere. */
  abstract advance(id: ReportId, to: Place, done: readonly string[], counts: StepCounts): Promise<void>;

  abstract complete(id: ReportId): Promise<void>;

  /** Ends a report with what is wrong with it. What steps have booked stays. */
  abstract fail(id: ReportId, failure: ImportFailure): Promise<void>;

  /** Reports that wait or stand still since a while: their job may be lost. */
  abstract stalled(): Promise<ReportId[]>;

  /** Forgets uploads that broke off a day ago. */
  abstract sweep(): Promise<void>;
}

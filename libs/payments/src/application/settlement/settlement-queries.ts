import type { MoneyData, Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { AccountCode } from '../../domain/ledger/chart.js';
import type { JournalId } from '../../domain/ledger/journal.js';
import type { ImportFailure } from './settlement-imports.js';
import type { DifferenceId, DifferenceKind, LineStatus, ReportId } from '../../domain/settlement/settlement-line.js';

export interface ReportView {
  readonly id: ReportId;
  readonly gateway: string;
  readonly format: string;
  readonly file_name: string | null;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  /** The total is known once the file has been read. */
  readonly progress: { readonly lines_done: number; readonly lines_total: number };
  readonly lines: { readonly total: number; readonly known: number; readonly changed: number; readonly matched: number; readonly booked: number };
  readonly differences: { readonly open: number; readonly corrected: number; readonly resolved: number };
  readonly error: ImportFailure | null;
  readonly created_at: string;
}

export interface LineView {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly status: LineStatus;
  readonly reference: string | null;
  readonly journal_id: JournalId | null;
  readonly amount: MoneyData;
  readonly fee: MoneyData;
  readonly net: MoneyData;
  readonly occurred_at: string;
}

export interface DifferenceView {
  readonly id: DifferenceId;
  readonly report_id: ReportId;
  readonly kind: DifferenceKind;
  readonly field: 'amount' | 'currency' | 'fee' | null;
  readonly status: 'open' | 'corrected' | 'resolved';
  readonly line_id: string | null;
  readonly journal_id: JournalId | null;
  readonly ours: MoneyData | null;
  readonly theirs: MoneyData | null;
  readonly proposal: readonly { readonly debit: AccountCode; readonly credit: AccountCode; readonly amount: MoneyData; readonly leg: string }[];
  readonly correction_id: JournalId | null;
  readonly created_at: string;
}

interface PageAsked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Settlement reports, newest first. */
export class ListReports extends Query<Page<ReportView>> {
  constructor(readonly filter: PageAsked & { readonly gateway?: string | undefined }) {
    super();
  }
}

/** @throws SettlementReportNotFound */
export class GetReport extends Query<ReportView> {
  constructor(readonly id: ReportId) {
    super();
  }
}

/** Lines that a report brought, in the order of the file. @throws SettlementReportNotFound */
export class ListReportLines extends Query<Page<LineView>> {
  constructor(
    readonly id: ReportId,
    readonly filter: PageAsked & { readonly status?: LineStatus | undefined },
  ) {
    super();
  }
}

/** @throws SettlementReportNotFound */
export class ListDifferences extends Query<Page<DifferenceView>> {
  constructor(
    readonly id: ReportId,
    readonly filter: PageAsked & { readonly status?: DifferenceView['status'] | undefined },
  ) {
    super();
  }
}

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, statement } from '@holdfast/platform';
import { type DifferenceView, GetReport, type LineView, ListDifferences, ListReportLines, ListReports, type ReportView } from '../../../application/settlement/settlement-queries.js';
import { currencyOf } from '../../../domain/ledger/journal.js';
import { SettlementReportNotFound } from '../../../domain/settlement/settlement-errors.js';
import type { LineStatus } from '../../../domain/settlement/settlement-line.js';
import type { DifferenceRow, LineRow } from './rows.js';

const count = (status: string) => `(select count(*)::int from payments.settlement_differences d where d.report_id = r.id and d.status = '${status}') as ${status}`;
const REPORTS = statement(
  'payments.settlement-reports',
  `select r.*, coalesce(i.status, 'completed') as status, coalesce(i.lines_done, r.lines) as lines_done, i.error, ${count('open')}, ${count('corrected')}, ${count('resolved')} 
     from payments.settlement_reports r left join payments.settlement_imports i on i.report_id = r.id
    where ($1::uuid is null or r.id = $1) and ($2::text is null or r.gateway = $2) and ($3::timestamptz is null or (r.created_at, r.id) < ($3, $4))
    order by r.created_at desc, r.id desc limit $5`,
);
const LINES = statement(
  'payments.settlement-lines',
  `select * from payments.settlement_lines where report_id = $1 and ($2::text is null or status = $2) and ($3::bigint is null or position > $3) order by position limit $4`,
);
const DIFFERENCES = statement(
  'payments.settlement-differences',
  `select d.* from payments.settlement_differences d
    where d.report_id = $1 and ($2::text is null or d.status = $2) and ($3::uuid is null or d.id > $3) order by d.id limit $4`,
);

interface ReportRow {
  readonly id: string;
  readonly gateway: string;
  readonly format: string;
  readonly file_name: string | null;
  readonly lines: number;
  readonly known: number;
  readonly changed: number;
  readonly matched: number;
  readonly booked: number;
  readonly status: ReportView['status'];
  readonly lines_done: number;
  readonly error: ReportView['error'];
  readonly open: number;
  readonly corrected: number;
  readonly resolved: number;
  readonly created_at: string;
}

type ShownLine = LineRow & { readonly status: LineStatus; readonly journal_id: string | null };

@QueryHandler(ListReports)
export class ListReportsHandler implements IQueryHandler<ListReports> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { gateway, limit, cursor } }: ListReports): Promise<Page<ReportView>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'settlement-reports', ['timestamp', 'uuid']) : [null, null];
    const rows = await this.database.query<ReportRow>(REPORTS, [null, gateway ?? null, before, beforeId, limit + 1]);
    return pageOf(rows, limit, reportOf, (last) => encodeCursor('settlement-reports', [last.created_at, last.id]));
  }
}

@QueryHandler(GetReport)
export class GetReportHandler implements IQueryHandler<GetReport> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetReport): Promise<ReportView> {
    return reportOf(await reportRow(this.database, id));
  }
}

@QueryHandler(ListReportLines)
export class ListReportLinesHandler implements IQueryHandler<ListReportLines> {
  constructor(private readonly database: Database) {}

  async execute({ id, filter: { status, limit, cursor } }: ListReportLines): Promise<Page<LineView>> {
    const [after] = cursor ? decodeCursor(cursor, 'settlement-lines', ['whole']) : [null];
    const rows = await this.database.query<ShownLine>(LINES, [toUuid(id), status ?? null, after, limit + 1]);
    if (rows.length === 0) await reportRow(this.database, id);
    return pageOf(rows, limit, lineViewOf, (last) => encodeCursor('settlement-lines', [last.position]));
  }
}

@QueryHandler(ListDifferences)
export class ListDifferencesHandler implements IQueryHandler<ListDifferences> {
  constructor(private readonly database: Database) {}

  async execute({ id, filter: { status, limit, cursor } }: ListDifferences): Promise<Page<DifferenceView>> {
    const [after] = cursor ? decodeCursor(cursor, 'settlement-differences', ['uuid']) : [null];
    const rows = await this.database.query<DifferenceRow>(DIFFERENCES, [toUuid(id), status ?? null, after, limit + 1]);
    if (rows.length === 0) await reportRow(this.database, id);
    return pageOf(rows, limit, differenceViewOf, (last) => encodeCursor('settlement-differences', [last.id]));
  }
}

async function reportRow(database: Database, id: `rep_${string}`): Promise<ReportRow> {
  const row = await database.first<ReportRow>(REPORTS, [toUuid(id), null, null, null, 1]);
  if (!row) throw new SettlementReportNotFound();
  return row;
}

const reportOf = ({ id, gateway, format, file_name, status, error, lines_done, lines: total, known, changed, matched, booked, open, corrected, resolved, created_at }: ReportRow): ReportView => ({
  id: toId('rep', id), gateway, format, file_name, status, progress: { lines_done, lines_total: total }, lines: { total, known, changed, matched, booked },
  differences: { open, corrected, resolved }, error, created_at: new Date(created_at).toISOString(),
});

const lineViewOf = ({ line_id: id, kind, type, status, reference, journal_id, amount, fee, net, currency, occurred_at }: ShownLine): LineView => ({
  id, kind, type, status, reference, journal_id: journal_id === null ? null : toId('jrn', journal_id),
  amount: { amount, currency }, fee: { amount: fee, currency }, net: { amount: net, currency }, occurred_at: new Date(occurred_at).toISOString(),
});

const differenceViewOf = (row: DifferenceRow): DifferenceView => ({
  id: toId('dif', row.id),
  report_id: toId('rep', row.report_id),
  kind: row.kind,
  field: row.field,
  status: row.status,
  line_id: row.line_id,
  journal_id: row.journal_id === null ? null : toId('jrn', row.journal_id),
  ours: row.ours,
  theirs: row.theirs,
  proposal: row.proposal.map(({ debit, credit, amount, leg }) => ({ debit, credit, leg, amount: { amount, currency: currencyOf(debit) } })),
  correction_id: row.correction_id ? toId('jrn', row.correction_id) : null,
  created_at: new Date(row.created_at).toISOString(),
});

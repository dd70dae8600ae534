import { Injectable } from '@nestjs/common';
import { toId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { Database, StoredPieces } from '@holdfast/platform';
import type { ReportColumns } from '../../../application/settlement/report-format.js';
import {
  type ImportFailure, type ImportState, type NewReport, type Place, type Round, SettlementImports, type StepCounts, type Uploaded,
} from '../../../application/settlement/settlement-imports.js';
import type { ReportId, SettlementLine } from '../../../domain/settlement/settlement-line.js';
import * as sql from './import-statements.js';
import { lineOf, type LineRow } from './rows.js';

interface StateRow {
  readonly report_id: string;
  readonly gateway: string;
  readonly format: string;
  readonly status: ImportState['status'];
  readonly columns: ReportColumns | null;
  readonly round: Round;
  readonly done_line: number;
  readonly done_journal: string | null;
  readonly complete_until: string | null;
  readonly latest: string | null;
}

@Injectable()
export class PostgresSettlementImports extends SettlementImports {
  readonly #pieces: StoredPieces;

  constructor(
    private readonly database: Database,
    work: UnitOfWork,
  ) {
    super();
    this.#pieces = new StoredPieces(database, work, 'payments.settlement_chunks', 'report_id');
  }

  async open(id: ReportId): Promise<void> {
    await this.database.query(sql.OPEN, [toUuid(id)]);
  }

  keep(id: ReportId, content: AsyncIterable<Uint8Array>): Promise<Uploaded> {
    return this.#pieces.keep(id, content);
  }

  content(id: ReportId): AsyncIterable<Uint8Array> {
    return this.#pieces.read(id);
  }

  async drop(id: ReportId): Promise<void> {
    await this.database.query(sql.DROP, [toUuid(id)]);
  }

  async request(id: ReportId, { gateway, format, fileName, columns, completeUntil }: NewReport, { digest, size }: Uploaded): Promise<void> {
    await this.database.query(sql.REQUEST, [toUuid(id), gateway, format, fileName, digest, size, columns ?? null, completeUntil ?? null]);
  }

  async find(id: ReportId): Promise<ImportState | undefined> {
    return stateOf(await this.database.first<StateRow>(sql.FIND, [toUuid(id)]));
  }

  async next(gateway: string): Promise<ImportState | undefined> {
    return stateOf(await this.database.first<StateRow>(sql.NEXT, [gateway]));
  }

  async stage(id: ReportId, lines: readonly SettlementLine[]): Promise<SettlementLine[] | undefined> {
    if (!(await this.database.first(sql.IS_READING, [toUuid(id)]))) return undefined;
    const columns = [
      lines.map((line) => line.id), lines.map((line) => line.position), lines.map((line) => line.kind), lines.map((line) => line.type),
      lines.map((line) => line.reference), lines.map((line) => line.payment), lines.map((line) => line.key), lines.map((line) => line.amount),
      lines.map((line) => line.fee), lines.map((line) => line.net), lines.map((line) => line.currency), lines.map((line) => line.occurredAt),
    ];
    const staged = new Set((await this.database.query<{ line_id: string }>(sql.STAGE, [toUuid(id), ...columns])).map((row) => row.line_id));
    if (staged.size === lines.length) return [];
    const others = lines.filter((line) => !staged.has(line.id)).map((line) => line.id);
    return (await this.database.query<LineRow>(sql.STAGED_AS, [toUuid(id), others])).map(lineOf);
  }

  async begin(id: ReportId, gateway: string): Promise<boolean> {
    await this.database.query(sql.LOCK_GATEWAY, [toUuid(id)]);
    return (await this.database.first(sql.BEGIN, [toUuid(id), gateway])) !== undefined;
  }

  async lock(id: ReportId): Promise<ImportState | undefined> {
    await this.database.query(sql.LOCK_GATEWAY, [toUuid(id)]);
    return stateOf(await this.database.first<StateRow>(sql.LOCK_REPORT, [toUuid(id)]));
  }

  async staged(id: ReportId, after: number, limit: number): Promise<SettlementLine[]> {
    return (await this.database.query<LineRow>(sql.STAGED, [toUuid(id), after, limit])).map(lineOf);
  }

  async advance(id: ReportId, { round, doneLine, doneJournal }: Place, done: readonly string[], { known, changed, matched, booked }: StepCounts): Promise<void> {
    await this.database.query(sql.ADVANCE, [toUuid(id), round, doneLine, doneJournal ?? null, done, known, changed, matched, booked]);
  }

  async complete(id: ReportId): Promise<void> {
    await this.database.query(sql.COMPLETE, [toUuid(id)]);
  }

  async fail(id: ReportId, failure: ImportFailure): Promise<void> {
    await this.database.query(sql.FAIL, [toUuid(id), failure]);
  }

  async stalled(): Promise<ReportId[]> {
    return (await this.database.query<{ report_id: string }>(sql.STALLED)).map(({ report_id }) => toId('rep', report_id));
  }

  async sweep(): Promise<void> {
    await this.database.query(sql.SWEEP);
  }
}

function stateOf(row: StateRow | undefined): ImportState | undefined {
  return row && {
    id: toId('rep', row.report_id), gateway: row.gateway, format: row.format, status: row.status, columns: row.columns ?? undefined, round: row.round,
    doneLine: row.done_line, doneJournal: row.done_journal ?? undefined, completeUntil: timeOf(row.complete_until), latest: timeOf(row.latest),
  };
}

const timeOf = (text: string | null): Date | undefined => (text === null ? undefined : new Date(text));

import { Injectable } from '@nestjs/common';
import { isId, newId, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import { type OpenDifference, Settlements } from '../../../application/settlement/settlements.js';
import type { Reconciled } from '../../../domain/settlement/reconcile.js';
import type { JournalId } from '../../../domain/ledger/journal.js';
import { SettlementReportNotFound } from '../../../domain/settlement/settlement-errors.js';
import type { BookedOfLine, ChangedLine } from '../../../domain/settlement/changed-line.js';
import type { Difference, DifferenceId, KnownLine, OurMovement, ReportId, SettlementLine } from '../../../domain/settlement/settlement-line.js';
import { differenceOf, type DifferenceRow, knownOf, type KnownRow, lineOf, type LineRow, movementOf, type MovementRow } from './rows.js';
import * as sql from './statements.js';

/** Before the first one. */
const NO_JOURNAL = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class PostgresSettlements extends Settlements {
  constructor(private readonly database: Database) {
    super();
  }

  async known(gateway: string, lineIds: readonly string[]): Promise<Map<string, KnownLine>> {
    const rows = await this.database.query<KnownRow>(sql.KNOWN, [gateway, lineIds]);
    return new Map(rows.map((row) => [row.line_id, knownOf(row)]));
  }

  async bookedOf(gateway: string, lineIds: readonly string[]): Promise<Map<string, BookedOfLine[]>> {
    const rows = await this.database.query<BookedOfLine & { line_id: string }>(sql.BOOKED_OF, [gateway, lineIds]);
    return Map.groupBy(rows, ({ line_id }) => line_id);
  }

  async change(gateway: string, changes: readonly ChangedLine[]): Promise<void> {
    const lines = changes.map(({ line }) => line);
    await this.database.send(sql.CHANGE, [
      gateway, lines.map(({ id }) => id), lines.map(({ amount }) => amount), lines.map(({ fee }) => fee), lines.map(({ net }) => net), lines.map(({ currency }) => currency),
      changes.map(({ status }) => status),
    ]);
  }

  async movementsOf(gateway: string, lines: readonly SettlementLine[]): Promise<OurMovement[]> {
    const names = [...new Set(lines.flatMap(({ key, reference, payment }) => [key, reference, payment].filter((name) => name !== null)))];
    if (names.length === 0) return [];
    const keys = names.filter((name) => isId('op', name)).map(toUuid);
    return (await this.database.query<MovementRow>(sql.MOVEMENTS_OF, [gateway, keys, names])).map(movementOf);
  }

  async unreported(gateway: string, until: Date, after: string | undefined, limit: number): Promise<{ last: string | undefined; movements: OurMovement[] }> {
    const from = after ?? NO_JOURNAL;
    const [walked] = await this.database.query<{ id: string }>(sql.WALK, [from, limit]);
    if (!walked) return { last: undefined, movements: [] };
    const rows = await this.database.query<MovementRow>(sql.UNREPORTED, [gateway, from, walked.id, until]);
    return { last: walked.id, movements: rows.map(movementOf) };
  }

  async add(id: ReportId, gateway: string, reconciled: readonly Reconciled[], differences: readonly Difference[]): Promise<void> {
    if (reconciled.length > 0) await this.#addLines(id, gateway, reconciled);
    await this.list(id, gateway, differences);
  }

  async #addLines(id: ReportId, gateway: string, reconciled: readonly Reconciled[]): Promise<void> {
    const ours = reconciled.flatMap((one) => (one.ours ? [toUuid(one.ours.journalId)] : []));
    await this.database.send(sql.ADD_LINES, [
      gateway,
      toUuid(id),
      reconciled.map(({ line }) => line.id),
      reconciled.map(({ line }) => line.position),
      reconciled.map(({ line }) => line.kind),
      reconciled.map(({ line }) => line.type),
      reconciled.map(({ line }) => line.reference),
      reconciled.map(({ line }) => line.payment),
      reconciled.map(({ line }) => line.key),
      reconciled.map(({ line }) => line.amount),
      reconciled.map(({ line }) => line.fee),
      reconciled.map(({ line }) => line.net),
      reconciled.map(({ line }) => line.currency),
      reconciled.map(({ line }) => line.occurredAt),
      reconciled.map(({ ours }) => (ours ? toUuid(ours.journalId) : null)),
      reconciled.map(({ status }) => status),
    ]);
    if (ours.length > 0) await this.database.send(sql.FOUND, [gateway, ours]);
  }

  async list(id: ReportId, gateway: string, differences: readonly Difference[]): Promise<void> {
    if (differences.length === 0) return;
    await this.database.send(sql.ADD_DIFFERENCES, [
      toUuid(id),
      gateway,
      differences.map(() => toUuid(newId('dif'))),
      differences.map(({ kind }) => kind),
      differences.map(({ field }) => field),
      differences.map(({ lineId }) => lineId),
      differences.map(({ journalId }) => (journalId === null ? null : toUuid(journalId))),
      differences.map(({ ours }) => (ours === null ? null : JSON.stringify(ours))),
      differences.map(({ theirs }) => (theirs === null ? null : JSON.stringify(theirs))),
      differences.map(({ proposal }) => JSON.stringify(proposal)),
    ]);
  }

  async extra(gateway: string): Promise<SettlementLine[]> {
    await this.database.query(sql.LOCK, [gateway]);
    return (await this.database.query<LineRow>(sql.EXTRA, [gateway])).map(lineOf);
  }

  async explain(gateway: string, reconciled: readonly Reconciled[]): Promise<void> {
    const explained = reconciled.flatMap(({ line, ours }) => (ours ? [{ line, ours }] : []));
    if (explained.length === 0) return;
    await this.database.send(sql.EXPLAIN, [gateway, explained.map(({ line }) => line.id), explained.map(({ ours }) => toUuid(ours.journalId))]);
  }

  async gateways(): Promise<string[]> {
    return (await this.database.query<{ gateway: string }>(sql.GATEWAYS)).map(({ gateway }) => gateway);
  }

  async difference(reportId: ReportId, id: DifferenceId): Promise<OpenDifference> {
    const row = await this.database.first<DifferenceRow>(sql.DIFFERENCE, [toUuid(id), toUuid(reportId)]);
    if (!row) throw new SettlementReportNotFound();
    return differenceOf(row);
  }

  async corrected(id: DifferenceId, journal: JournalId): Promise<void> {
    await this.database.send(sql.CORRECTED, [toUuid(id), toUuid(journal)]);
  }
}

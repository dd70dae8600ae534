import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FAULTS_TOLD, UnreadableReport } from '../../domain/settlement/settlement-errors.js';
import type { LineFault, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import { ReportReader } from './read-lines.js';
import { ReportFiles, type ReportRow, STRIPE_COLUMNS } from './report-format.js';
import { type ImportState, SettlementImports } from './settlement-imports.js';
import { TakeStep } from './take-step.js';

const ROWS_AT_ONCE = 1_000;

/**
 * Takes a report of a gateway into the books, from the beginning or from where a crash left it, after those of its gateway that came before. First all of
 * the file is read and put aside: one that has a fault anywhere fails before anything is booked. Safe to repeat, also by several workers at once.
 */
export class RunSettlement extends Command<void> {
  constructor(readonly id: ReportId) {
    super();
  }
}

@CommandHandler(RunSettlement)
export class RunSettlementHandler implements ICommandHandler<RunSettlement> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: SettlementImports,
    private readonly files: ReportFiles,
    private readonly commands: CommandBus,
  ) {}

  async execute({ id }: RunSettlement): Promise<void> {
    const asked = await this.imports.find(id);
    if (!asked) return;
    for (let report = await this.imports.next(asked.gateway); report; report = await this.imports.next(asked.gateway)) {
      if (report.status === 'pending') await this.#begin(report);
      else while (await this.commands.execute(new TakeStep(report.id)));
    }
  }

  async #begin(report: ImportState): Promise<void> {
    try {
      const isMine = await this.#stageAll(report);
      if (FAILPOINTS) await failpoint('settlement.read');
      if (isMine) await this.work.run(() => this.imports.begin(report.id, report.gateway));
      if (FAILPOINTS) await failpoint('settlement.begun');
    } catch (error) {
      if (!(error instanceof UnreadableReport)) throw error;
      const { code, message, faults } = error;
      await this.work.run(async () => {
        // Once another worker has begun it, the file is gone: what was left to read proves nothing.
        if ((await this.imports.lock(report.id))?.status === 'pending') await this.imports.fail(report.id, { code, message, faults });
      });
    }
  }

  /** False when another worker has read the file meanwhile. @throws UnreadableReport with the first faults of the whole file */
  async #stageAll({ id, format, columns }: ImportState): Promise<boolean> {
    const reader = new ReportReader(format === 'stripe' ? STRIPE_COLUMNS : columns!);
    const faults = new Faults();
    try {
      for await (const rows of batches(this.files.rows(this.imports.content(id)))) {
        const lines = distinct(rows.flatMap((row) => reader.read(row) ?? []), reader);
        const elsewhere = await this.work.run(() => this.imports.stage(id, [...lines.values()]));
        if (!elsewhere) return false;
        for (const before of elsewhere) reader.contradicts(lines.get(before.id)!, before);
        faults.add(reader.takeFaults());
        if (FAILPOINTS) await failpoint('settlement.staged');
      }
    } catch (error) {
      if (!(error instanceof UnreadableReport)) throw error;
      faults.add(error.faults);
    }
    if (faults.count === 0) reader.end();
    faults.add(reader.takeFaults());
    faults.refuse();
    return true;
  }
}

/** The first faults of a file, and how many there are. */
class Faults {
  readonly #first: LineFault[] = [];
  count = 0;

  add(found: readonly LineFault[]): void {
    this.count += found.length;
    this.#first.push(...found.slice(0, FAULTS_TOLD - this.#first.length));
  }

  refuse(): void {
    if (this.count > 0) throw new UnreadableReport(this.#first, this.count);
  }
}

/** Each line once; a row that says otherwise than one before it with the same id is a fault. */
function distinct(lines: readonly SettlementLine[], reader: ReportReader): Map<string, SettlementLine> {
  const byId = new Map<string, SettlementLine>();
  for (const line of lines) {
    const before = byId.get(line.id);
    if (before) reader.contradicts(line, before);
    else byId.set(line.id, line);
  }
  return byId;
}

async function* batches(rows: AsyncIterable<ReportRow>): AsyncGenerator<ReportRow[]> {
  let batch: ReportRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journals } from '../../domain/ledger/journals.js';
import { type ChangedLine, changedLine, isChanged } from '../../domain/settlement/changed-line.js';
import { isOwnFact, missing, paired, reconcile, type Reconciled } from '../../domain/settlement/reconcile.js';
import type { KnownLine, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import { type ImportState, SettlementImports } from './settlement-imports.js';
import { Settlements } from './settlements.js';

/** One transaction takes so many lines, or looks for so many journals. */
const LINES_AT_ONCE = 1_000;
const JOURNALS_AT_ONCE = 2_000;

/** Gateways and we tell the same moment apart: what moved shortly before the end of a report may stand in the next one. */
const MARGIN_MS = 24 * 3_600_000;

const NOTHING = { known: 0, changed: 0, matched: 0, booked: 0 };

/**
 * One step of a report, in one transaction with how far it is: whoever comes next goes on behind it. Books what the lines tell for the first time (fees,
 * payouts) and lists where they and the books differ. Lines that an earlier report brought are passed over; where one says otherwise than
 * before, that is a difference. Answers whether there may be more to do.
 */
export class TakeStep extends Command<boolean> {
  constructor(readonly id: ReportId) {
    super();
  }
}

@CommandHandler(TakeStep)
export class TakeStepHandler implements ICommandHandler<TakeStep> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: SettlementImports,
    private readonly settlements: Settlements,
    private readonly journals: Journals,
  ) {}

  async execute({ id }: TakeStep): Promise<boolean> {
    const isRunning = await this.work.run(async () => {
      const report = await this.imports.lock(id);
      if (report?.status !== 'running') return false;
      await (report.round === 'missing' ? this.#lookForMissing(report) : this.#takeLines(report));
      if (FAILPOINTS) await failpoint('settlement.in-step');
      return true;
    });
    if (FAILPOINTS) await failpoint('settlement.stepped');
    return isRunning;
  }

  async #takeLines(report: ImportState): Promise<void> {
    const { id, gateway, round, doneLine } = report;
    const lines = await this.imports.staged(id, doneLine, LINES_AT_ONCE);
    if (lines.length === 0) return this.imports.advance(id, { round: round === 'exact' ? 'rest' : 'missing', doneLine: 0 }, [], NOTHING);
    const known = await this.settlements.known(gateway, lines.map((line) => line.id));
    const changed = await this.#changes(gateway, lines, known);
    const reconciled = await this.#reconcile(report, lines.filter((line) => !known.has(line.id)));
    await this.journals.post(reconciled.flatMap(({ journal }) => journal ?? []));
    await this.settlements.add(id, gateway, reconciled, [...changed, ...reconciled].flatMap(({ difference }) => difference ?? []));
    const counted = (status: string) => reconciled.filter((one) => one.status === status).length;
    const counts = { known: known.size, changed: changed.length, matched: counted('matched'), booked: counted('booked') };
    await this.imports.advance(id, { round, doneLine: lines.at(-1)!.position }, [...known.keys(), ...reconciled.map(({ line }) => line.id)], counts);
  }

  /** What lines mean that came for the first time. In the first round only those of which that is certain. */
  async #reconcile({ gateway, round }: ImportState, fresh: readonly SettlementLine[]): Promise<Reconciled[]> {
    const pairs = paired(fresh, await this.settlements.movementsOf(gateway, fresh), round === 'exact');
    const certain = round === 'rest' ? fresh : fresh.filter((line) => pairs.has(line) || isOwnFact(line));
    return certain.map((line) => reconcile(gateway, line, pairs.get(line)));
  }

  async #changes(gateway: string, lines: readonly SettlementLine[], known: ReadonlyMap<string, KnownLine>): Promise<ChangedLine[]> {
    const changed = lines.filter((line) => known.has(line.id) && isChanged(known.get(line.id)!, line));
    if (changed.length === 0) return [];
    const booked = await this.settlements.bookedOf(gateway, changed.map(({ id }) => id));
    const changes = changed.map((line) => changedLine(gateway, known.get(line.id)!, line, booked.get(line.id) ?? []));
    await this.settlements.change(gateway, changes);
    return changes;
  }

  async #lookForMissing({ id, gateway, doneJournal, completeUntil, latest }: ImportState): Promise<void> {
    const until = completeUntil ?? new Date(latest!.getTime() - MARGIN_MS);
    const { last, movements } = await this.settlements.unreported(gateway, until, doneJournal, JOURNALS_AT_ONCE);
    if (last === undefined) return this.imports.complete(id);
    await this.settlements.list(id, gateway, movements.map((movement) => missing(gateway, movement)));
    await this.imports.advance(id, { round: 'missing', doneLine: 0, doneJournal: last }, [], NOTHING);
  }
}

import { type Answered, Idempotency, IdempotencyKeyReused, type KeyedRequest, newId, RequestInProgress, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journals } from '../../domain/ledger/journals.js';
import { type ChangedLine, changedLine, isChanged } from '../../domain/settlement/changed-line.js';
import { missing, paired, reconcile } from '../../domain/settlement/reconcile.js';
import type { KnownLine, ReportId, SettlementLine } from '../../domain/settlement/settlement-line.js';
import { Settlements } from './settlements.js';

/** Gateways and we tell the same moment apart: what moved shortly before the end of a report may stand in the next one. */
const MARGIN_MS = 24 * 3_600_000;

export interface ReadReport {
  readonly gateway: string;
  readonly format: string;
  readonly fileName: string | null;
  readonly digest: Buffer;
  readonly lines: readonly SettlementLine[];
  /** Until when the report is complete; a day before its last line when nobody says. */
  readonly completeUntil: Date | undefined;
}

/**
 * Takes a settlement report over, all of it or nothing: books what it tells for the first time (fees, payouts) and lists where it and the
 * books differ. Lines that were taken before are passed over, so that a report may come twice and reports may overlap; where one says otherwise than
 * before, that is a difference.
 */
export class ImportSettlement extends Command<Answered> {
  /** `asked` is the key of the request, `render` its answer, which a repeat gets again. */
  constructor(
    readonly report: ReadReport,
    readonly asked: KeyedRequest,
    readonly render: (id: ReportId) => Promise<StoredAnswer>,
  ) {
    super();
  }
}

@CommandHandler(ImportSettlement)
export class ImportSettlementHandler implements ICommandHandler<ImportSettlement> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly settlements: Settlements,
    private readonly journals: Journals,
    private readonly idempotency: Idempotency,
  ) {}

  execute({ report, asked, render }: ImportSettlement): Promise<Answered> {
    return this.work.run(async () => {
      const [claim] = await this.idempotency.claim([asked]);
      if (claim?.kind === 'done') return { answer: claim.answer, replayed: true };
      if (claim?.kind === 'reused') throw new IdempotencyKeyReused();
      if (claim?.kind !== 'new') throw new RequestInProgress();
      const answer = await render(await this.#take(report));
      this.idempotency.finish([{ ...asked, ...answer }]);
      return { answer, replayed: false };
    });
  }

  async #take(report: ReadReport): Promise<ReportId> {
    const { gateway, lines, completeUntil } = report;
    const known = await this.settlements.known(gateway, lines.map(({ id }) => id));
    const changed = await this.#changes(gateway, lines, known);
    const fresh = lines.filter(({ id }) => !known.has(id));
    const movements = await this.settlements.movements(gateway);
    const pairs = paired(fresh, movements);
    const reconciled = fresh.map((line) => reconcile(gateway, line, pairs.get(line)));
    const latest = new Date(Math.max(...lines.map(({ occurredAt }) => occurredAt.getTime())));
    const until = completeUntil?.getTime() ?? latest.getTime() - MARGIN_MS;
    const found = new Set(pairs.values());
    const gone = movements.filter((movement) => !found.has(movement) && movement.occurredAt.getTime() <= until);
    const id = newId('rep');
    await this.journals.post(reconciled.flatMap(({ journal }) => journal ?? []));
    await this.settlements.add({ ...report, id, lines: lines.length, known: known.size, changed: changed.length, latest }, reconciled, [
      ...changed.flatMap(({ difference }) => difference ?? []),
      ...reconciled.flatMap(({ difference }) => difference ?? []),
      ...gone.map((movement) => missing(gateway, movement)),
    ]);
    return id;
  }

  async #changes(gateway: string, lines: readonly SettlementLine[], known: ReadonlyMap<string, KnownLine>): Promise<ChangedLine[]> {
    const changed = lines.filter((line) => known.has(line.id) && isChanged(known.get(line.id)!, line));
    if (changed.length === 0) return [];
    const booked = await this.settlements.bookedOf(gateway, changed.map(({ id }) => id));
    const changes = changed.map((line) => changedLine(gateway, known.get(line.id)!, line, booked.get(line.id) ?? []));
    await this.settlements.change(gateway, changes);
    return changes;
  }
}

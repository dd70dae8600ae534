import { type Answered, Idempotency, IdempotencyKeyReused, type KeyedRequest, RequestInProgress, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReportId } from '../../domain/settlement/settlement-line.js';
import { type NewReport, SettlementImports, type Uploaded } from './settlement-imports.js';

/** A report of a gateway was uploaded and waits to be worked on. */
export const SETTLEMENT_REQUESTED = 'payments.settlement-requested.v1';

/** Keeps a file while it arrives. It is not worked on before that is requested, and swept away when it never is. */
export class KeepReport extends Command<Uploaded> {
  constructor(
    readonly id: ReportId,
    readonly content: AsyncIterable<Uint8Array>,
  ) {
    super();
  }
}

/** No unit of work: the pieces are committed one by one, as slowly as they may come. */
@CommandHandler(KeepReport)
export class KeepReportHandler implements ICommandHandler<KeepReport> {
  constructor(private readonly imports: SettlementImports) {}

  async execute({ id, content }: KeepReport): Promise<Uploaded> {
    await this.imports.open(id);
    return this.imports.keep(id, content);
  }
}

/** Has a file that was kept taken into the books. */
export class RequestSettlement extends Command<Answered> {
  /** `asked` is the key of the request, `render` its answer, which a repeat gets again. */
  constructor(
    readonly id: ReportId,
    readonly report: NewReport,
    readonly uploaded: Uploaded,
    readonly asked: KeyedRequest,
    readonly render: () => Promise<StoredAnswer>,
  ) {
    super();
  }
}

@CommandHandler(RequestSettlement)
export class RequestSettlementHandler implements ICommandHandler<RequestSettlement> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: SettlementImports,
    private readonly idempotency: Idempotency,
  ) {}

  async execute(command: RequestSettlement): Promise<Answered> {
    let requested: Answered | undefined;
    try {
      requested = await this.#request(command);
      return requested;
    } finally {
      if (!requested || requested.replayed) await this.imports.drop(command.id);
    }
  }

  #request({ id, report, uploaded, asked, render }: RequestSettlement): Promise<Answered> {
    return this.work.run(async () => {
      const [claim] = await this.idempotency.claim([asked]);
      if (claim?.kind === 'done') return { answer: claim.answer, replayed: true };
      if (claim?.kind === 'reused') throw new IdempotencyKeyReused();
      if (claim?.kind !== 'new') throw new RequestInProgress();
      await this.imports.request(id, report, uploaded);
      this.work.record([{ type: SETTLEMENT_REQUESTED, subject: id, version: 1, from: null, to: 'pending', payload: { report_id: id } }]);
      const answer = await render();
      this.idempotency.finish([{ ...asked, ...answer }]);
      return { answer, replayed: false };
    });
  }
}

import { Idempotency, IdempotencyKeyReused, type KeyedRequest, RequestInProgress, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { OPERATION_MACHINE, type OperationId } from '../domain/operation.js';
import { Payments, type RequestedAction } from '../payments.js';
import { BeginOperation } from './begin-operation.js';
import { OperationResolver } from './operation-resolver.js';
import { GetOperation, type OperationView } from './payment-queries.js';

export interface Answered {
  readonly answer: StoredAnswer;
  readonly replayed: boolean;
}

/**
 * Where staff asks for captures, voids and refunds. Each is written down with the key of its request, sent outside any transaction, and answered
 * with what became of it. A repeat gets the same answer once it is decided; until then it asks the gateway and never sends another.
 */
export class PaymentCounter {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly payments: Payments,
    private readonly resolver: OperationResolver,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async perform(asked: KeyedRequest, action: RequestedAction, render: (operation: OperationView) => StoredAnswer): Promise<Answered> {
    const begun = await this.commands.execute(new BeginOperation(asked, action));
    switch (begun.kind) {
      case 'replay':
        return { answer: begun.answer, replayed: true };
      case 'reused':
        throw new IdempotencyKeyReused();
      case 'running':
        throw new RequestInProgress();
      case 'begun':
        await this.payments.carryOut([begun.id]);
        return this.#outcome(asked, begun.id, render);
      case 'resume':
        await this.resolver.resolveNow([begun.id]);
        return this.#outcome(asked, begun.id, render);
    }
  }

  #outcome(asked: KeyedRequest, id: OperationId, render: (operation: OperationView) => StoredAnswer): Promise<Answered> {
    return this.work.run(async () => {
      // Somebody may have resumed it meanwhile and answered.
      const [claim] = await this.idempotency.claim([asked]);
      if (claim?.kind === 'done') return { answer: claim.answer, replayed: true };
      const operation = await this.queries.execute(new GetOperation(id));
      const answer = render(operation);
      if (OPERATION_MACHINE.isFinal(operation.status)) this.idempotency.finish([{ ...asked, ...answer }]);
      else await this.idempotency.yield(asked);
      return { answer, replayed: false };
    });
  }
}

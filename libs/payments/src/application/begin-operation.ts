import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Idempotency, type KeyedRequest, newId, type StoredAnswer, toId, UnitOfWork } from '@holdfast/kernel';
import type { OperationId } from '../domain/operation.js';
import { Payments, type RequestedAction } from '../payments.js';

export type BegunOperation =
  | { readonly kind: 'begun' | 'resume'; readonly id: OperationId }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'running' | 'reused' };

/** Writes an operation down together with the key of the request that asks for it. A key seen before begins nothing. */
export class BeginOperation extends Command<BegunOperation> {
  constructor(
    readonly asked: KeyedRequest,
    readonly action: RequestedAction,
  ) {
    super();
  }
}

@CommandHandler(BeginOperation)
export class BeginOperationHandler implements ICommandHandler<BeginOperation> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly payments: Payments,
  ) {}

  execute({ asked, action }: BeginOperation): Promise<BegunOperation> {
    const id = newId('op');
    return this.work.run(async () => {
      const [claim] = await this.idempotency.claim([{ ...asked, resource: id }]);
      if (claim?.kind === 'done') return { kind: 'replay', answer: claim.answer };
      if (claim?.kind === 'resume') return { kind: 'resume', id: toId('op', claim.resource) };
      if (claim?.kind !== 'new') return { kind: claim?.kind ?? 'running' };
      await this.payments.request([{ ...action, id }]);
      return { kind: 'begun', id };
    });
  }
}

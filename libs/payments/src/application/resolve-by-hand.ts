import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, NotFound, UnitOfWork } from '@holdfast/kernel';
import type { GatewayResult } from '../domain/gateway-result.js';
import { decided, type OperationId } from '../domain/operation.js';
import { OperationNotForPeople, ReferenceNeeded } from '../domain/operation-errors.js';
import { type Locked, PaymentOperations, type Resolution } from '../domain/payment-operations.js';
import { ApplyGatewayFacts, ApplyGatewayFactsHandler } from './apply-gateway-facts.js';

/**
 * A person who looked at the gateway says what became of an operation that the resolver gave up on. It goes through the reducer like any other
 * fact, and what was decided, by whom and why is kept. @throws NotFound OperationNotForPeople ReferenceNeeded
 */
export class ResolveByHand extends Command<void> {
  constructor(
    readonly operationId: OperationId,
    readonly decision: Omit<Resolution, 'id' | 'operationId'>,
  ) {
    super();
  }
}

@CommandHandler(ResolveByHand)
export class ResolveByHandHandler implements ICommandHandler<ResolveByHand> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly operations: PaymentOperations,
    private readonly reducer: ApplyGatewayFactsHandler,
  ) {}

  execute({ operationId, decision }: ResolveByHand): Promise<void> {
    return this.work.run(async () => {
      const locked = (await this.operations.lock([operationId])).get(operationId);
      if (!locked) throw new NotFound();
      const { operation } = locked;
      if (decided(operation.state) || !operation.needsHuman) throw new OperationNotForPeople(operation.state);
      await this.operations.addResolution({ ...decision, id: newId('res'), operationId });
      await this.reducer.execute(new ApplyGatewayFacts([{ operationId, result: resultOf(locked, decision) }]));
    });
  }
}

function resultOf({ payment, operation }: Locked, { outcome, reference: found }: Omit<Resolution, 'id' | 'operationId'>): GatewayResult {
  if (outcome === 'failed') return { outcome: 'declined', code: 'resolved-by-hand' };
  const { amount, currency, kind } = operation;
  const isAuthorization = kind === 'authorize';
  const reference = (isAuthorization ? found : null) ?? payment.reference;
  // Without it nobody could ever capture, void or refund the money.
  if (!reference) throw new ReferenceNeeded();
  const captured = isAuthorization && payment.capture === 'automatic' ? amount : undefined;
  return { outcome: 'succeeded', reference, amount, currency, captured, own: isAuthorization ? undefined : (found ?? undefined) };
}

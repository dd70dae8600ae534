import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainEvent, UnitOfWork } from '@holdfast/kernel';
import { applyFact, type Change } from '../domain/apply-fact.js';
import type { GatewayFact } from '../domain/gateway-result.js';
import { type Locked, PaymentOperations } from '../domain/payment-operations.js';
import type { PaymentChange } from '../payments.js';
import { PaymentListeners } from './payment-listeners.js';

/** Applies what gateways said, by whatever road it came. Answers how each payment stands then. */
export class ApplyGatewayFacts extends Command<PaymentChange[]> {
  constructor(readonly facts: readonly GatewayFact[]) {
    super();
  }
}

@CommandHandler(ApplyGatewayFacts)
export class ApplyGatewayFactsHandler implements ICommandHandler<ApplyGatewayFacts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly operations: PaymentOperations,
    private readonly listeners: PaymentListeners,
  ) {}

  execute({ facts }: ApplyGatewayFacts): Promise<PaymentChange[]> {
    return this.work.run(async () => {
      const locked = await this.operations.lock(facts.map(({ operationId }) => operationId));
      const changes = new Map<string, Change>();
      const stand = facts.map((fact) => {
        const before = locked.get(fact.operationId);
        if (!before) throw new Error(`No operation ${fact.operationId}`);
        const change = applyFact(before.payment, before.operation, fact);
        if (!change) return standing(before, null, fact.requestId);
        changes.set(fact.operationId, merged(changes.get(fact.operationId), change));
        // A second fact of the same batch starts from the first one's outcome.
        locked.set(fact.operationId, change);
        return standing(change, change.code, fact.requestId);
      });
      const written = [...changes.values()];
      if (written.length > 0) {
        await this.operations.save(written);
        const requestOf = new Map(facts.map(({ operationId, requestId }) => [operationId, requestId]));
        this.work.record(written.map((change) => ({ ...eventOf(change), requestId: requestOf.get(change.operation.id) })));
        await this.listeners.paymentsChanged(written.map((change) => standing(change, change.code, requestOf.get(change.operation.id))));
      }
      return stand;
    });
  }
}

/** Two facts about one operation in one batch leave one trace: from where it stood to where it ends. */
const merged = (earlier: Change | undefined, later: Change): Change =>
  earlier ? { ...later, from: earlier.from, capture: later.capture ?? earlier.capture } : later;

const standing = ({ payment, operation }: Locked, code: string | null, requestId: string | undefined): PaymentChange => ({
  paymentId: payment.id,
  operationId: operation.id,
  checkoutId: payment.checkoutId,
  gateway: payment.gateway,
  kind: operation.kind,
  state: operation.state,
  code,
  status: payment.status,
  currency: payment.currency,
  authorized: payment.authorized - payment.voided,
  captured: payment.captured - payment.refunded,
  nextAction: payment.nextAction,
  requestId,
});

const eventOf = ({ operation, payment, from, code }: Change): DomainEvent => ({
  type: `payments.operation-${operation.state.replace('_', '-')}.v1`,
  subject: operation.id,
  version: operation.version,
  from,
  to: operation.state,
  payload: { payment_id: payment.id, checkout_id: payment.checkoutId, gateway: payment.gateway, kind: operation.kind, code },
});

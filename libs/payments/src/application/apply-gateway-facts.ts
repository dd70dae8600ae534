import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainEvent, newId, UnitOfWork } from '@holdfast/kernel';
import { applyFact } from '../domain/apply-fact.js';
import type { GatewayFact } from '../domain/gateway-result.js';
import type { OperationState } from '../domain/operation.js';
import { type Locked, PaymentOperations, type Written } from '../domain/payment-operations.js';
import type { BegunPayment, MovedMoney, PaymentChange } from '../payments.js';
import { Bookkeeper } from './ledger/bookkeeper.js';
import { PaymentListeners } from './payment-listeners.js';

export interface BroughtFact extends GatewayFact {
  /** The payment that begins in the same transaction in the place of this one, if this one was surely never sent. */
  readonly instead?: BegunPayment;
  /** It counts only while the operation is in this state. */
  readonly only?: OperationState;
}

/** Applies what gateways said, by whatever road it came. Answers how each payment stands then. */
export class ApplyGatewayFacts extends Command<PaymentChange[]> {
  constructor(readonly facts: readonly BroughtFact[]) {
    super();
  }
}

@CommandHandler(ApplyGatewayFacts)
export class ApplyGatewayFactsHandler implements ICommandHandler<ApplyGatewayFacts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly operations: PaymentOperations,
    private readonly listeners: PaymentListeners,
    private readonly books: Bookkeeper,
  ) {}

  execute({ facts }: ApplyGatewayFacts): Promise<PaymentChange[]> {
    return this.work.run(async () => {
      const locked = await this.operations.lock(facts.map(({ operationId }) => operationId));
      const changes = new Map<string, Written>();
      // Several operations of one payment may share a batch: each starts from where the one before it left the payment.
      const payments = new Map([...locked.values()].map(({ payment }) => [payment.id, payment]));
      const stand = facts.map((fact) => {
        const found = locked.get(fact.operationId);
        if (!found) throw new Error(`No operation ${fact.operationId}`);
        const before = { ...found, payment: payments.get(found.payment.id)! };
        const applied = fact.only && fact.only !== before.operation.state ? undefined : applyFact(before.payment, before.operation, fact);
        if (!applied) return standing(before, null, [], fact);
        const change = { ...applied, followed: applied.followed.map((money) => ({ ...money, id: newId('op') })) };
        changes.set(fact.operationId, merged(changes.get(fact.operationId), change));
        // A second fact of the same batch starts from the first one's outcome.
        locked.set(fact.operationId, change);
        payments.set(change.payment.id, change.payment);
        return standing(change, change.code, movedBy(change), fact, true);
      });
      const written = [...changes.values()];
      if (written.length > 0) {
        await this.operations.save(written);
        const factOf = new Map(facts.map((fact) => [fact.operationId, fact]));
        this.work.record(written.map((change) => ({ ...eventOf(change), requestId: factOf.get(change.operation.id)?.requestId })));
        const told = written.map((change) => standing(change, change.code, movedBy(change), factOf.get(change.operation.id)!, true));
        await this.#beginInstead(told, factOf);
        await this.books.book(told, await this.listeners.paymentsChanged(told));
        if (FAILPOINTS) await failpoint('operation.in-tx2');
      }
      return stand;
    });
  }

  /** The place of one that surely was never sent is taken at once: no moment has two that are undecided, and none has nobody who pays. */
  async #beginInstead(changes: readonly PaymentChange[], factOf: ReadonlyMap<string, BroughtFact>): Promise<void> {
    const begun = changes.flatMap(({ operationId, insteadBegan }) => (insteadBegan ? [factOf.get(operationId)!.instead!] : []));
    if (begun.length > 0) await this.operations.insert(begun);
  }
}

/** Two facts about one operation in one batch leave one trace: from where it stood to where it ends. */
const merged = (earlier: Written | undefined, later: Written): Written =>
  earlier ? { ...later, from: earlier.from, followed: [...earlier.followed, ...later.followed] } : later;

const movedBy = ({ operation: { id: operationId, kind, amount, state }, followed }: Written): MovedMoney[] =>
  state === 'succeeded' ? [{ operationId, kind, amount }, ...followed.map(({ id, ...money }) => ({ operationId: id, ...money }))] : [];

function standing({ payment, operation }: Locked, code: string | null, moved: readonly MovedMoney[], { result, requestId, instead }: BroughtFact, changed = false): PaymentChange {
  const notSent = changed && operation.state === 'failed' && result.outcome === 'not_sent';
  return {
    paymentId: payment.id,
    operationId: operation.id,
    checkoutId: payment.checkoutId,
    gateway: payment.gateway,
    kind: operation.kind,
    amount: operation.amount,
    state: operation.state,
    moved,
    code,
    notSent,
    insteadBegan: notSent && instead ? instead.paymentId : null,
    status: payment.status,
    currency: payment.currency,
    authorized: payment.authorized - payment.voided,
    captured: payment.captured - payment.refunded,
    nextAction: payment.nextAction,
    requestId,
  };
}

const eventOf = ({ operation, payment, from, code }: Written): DomainEvent => ({
  type: `payments.operation-${operation.state.replace('_', '-')}.v1`,
  subject: operation.id,
  version: operation.version,
  from,
  to: operation.state,
  payload: { payment_id: payment.id, checkout_id: payment.checkoutId, gateway: payment.gateway, kind: operation.kind, code },
});

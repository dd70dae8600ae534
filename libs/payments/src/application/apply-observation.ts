import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainEvent, newId, UnitOfWork } from '@holdfast/kernel';
import type { DisputeChange } from '../disputes.js';
import { type Dispute, disputeNews } from '../domain/dispute.js';
import type { GatewayEventId } from '../domain/gateway-event.js';
import { GatewayEvents } from '../domain/gateway-events.js';
import type { GatewayObservation } from '../domain/gateway-observation.js';
import { differenceOf, factsIn, type Foreign, isSamePayment } from '../domain/observed.js';
import type { PaymentId } from '../domain/operation.js';
import type { Payment } from '../domain/payment.js';
import { PaymentBooks } from '../domain/payment-books.js';
import { PaymentOperations } from '../domain/payment-operations.js';
import { ApplyGatewayFacts } from './apply-gateway-facts.js';
import { DisputeListeners } from './dispute-listeners.js';

/** Who did what nobody here asked for. */
const GATEWAY = 'gateway';

export type Observed =
  | { readonly kind: 'applied' }
  /** It is to be looked at again: the payment is not known yet, or an operation of ours is under way. */
  | { readonly kind: 'again'; readonly reason: string }
  /** A person has to look. */
  | { readonly kind: 'trouble'; readonly reason: string };

/**
 * Brings a payment to where the gateway's books are, and settles the events that led to asking, in one transaction. Whatever is found goes
 * through {@link ApplyGatewayFacts}, what others did at the gateway as well: it becomes an operation of ours with the actor `gateway`.
 */
export class ApplyObservation extends Command<Observed> {
  constructor(
    readonly gateway: string,
    readonly observation: GatewayObservation,
    readonly events: readonly GatewayEventId[],
  ) {
    super();
  }
}

@CommandHandler(ApplyObservation)
export class ApplyObservationHandler implements ICommandHandler<ApplyObservation> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly operations: PaymentOperations,
    private readonly books: PaymentBooks,
    private readonly events: GatewayEvents,
    private readonly disputes: DisputeListeners,
    private readonly commands: CommandBus,
  ) {}

  execute({ gateway, observation, events }: ApplyObservation): Promise<Observed> {
    return this.work.run(async () => {
      const payment = await this.#paymentOf(gateway, observation);
      if (!payment) return { kind: 'again', reason: 'unknown-payment' };
      if (!isSamePayment(observation, payment)) return { kind: 'trouble', reason: 'mismatch' };
      const left = await this.#bring(payment.id, observation);
      await this.#noteDisputes(payment, observation);
      if (left.kind === 'applied' && events.length > 0) await this.events.settle(events, { state: 'applied', paymentId: payment.id });
      if (FAILPOINTS) await failpoint('event.in-apply');
      return left;
    });
  }

  /** By the operation that the gateway names: it was written down before anything was sent, so no event is too early for it. */
  async #paymentOf(gateway: string, { operationId }: GatewayObservation): Promise<Payment | undefined> {
    if (!operationId) return undefined;
    const payment = (await this.operations.lock([operationId])).get(operationId)?.payment;
    return payment?.gateway === gateway ? payment : undefined;
  }

  async #bring(id: PaymentId, observation: GatewayObservation): Promise<Observed> {
    const facts = factsIn(observation, await this.books.operationsOf(id));
    if (facts.length > 0) await this.commands.execute(new ApplyGatewayFacts(facts));
    // What the shopper approved is carried out by whoever resolves, outside of this transaction: at once.
    for (const { operationId, result } of facts) if (result.outcome === 'approved') await this.operations.postpone(operationId, 0);
    const [payment] = await this.operations.payments([id]);
    const { foreign, wait, trouble } = differenceOf(observation, payment!, await this.books.operationsOf(id));
    if (trouble) return { kind: 'trouble', reason: trouble };
    for (const one of foreign) await this.#record(id, observation, one);
    return wait ? { kind: 'again', reason: 'operation-under-way' } : { kind: 'applied' };
  }

  async #record(paymentId: PaymentId, { reference, currency }: GatewayObservation, { own, ...money }: Foreign): Promise<void> {
    const operationId = newId('op');
    await this.operations.reserve([{ id: operationId, paymentId, ...money, actor: GATEWAY }]);
    await this.commands.execute(new ApplyGatewayFacts([{ operationId, result: { outcome: 'succeeded', reference, amount: money.amount, currency, ...(own ? { own } : {}) } }]));
  }

  async #noteDisputes(payment: Payment, { disputes, currency }: GatewayObservation): Promise<void> {
    if (disputes.length === 0) return;
    const known = await this.books.disputesOf(payment.id);
    const news = disputes.flatMap((observed) => disputeNews(known.find(({ reference }) => reference === observed.reference), observed, newId('dsp')) ?? []);
    await this.books.saveDisputes(payment.id, news.map(({ dispute }) => dispute));
    const changes = news.flatMap(({ dispute, changes: all }) => all.map((change, at) => ({ dispute, change, version: dispute.version - all.length + 1 + at })));
    this.work.record(changes.map(({ dispute, change, version }) => eventOf(payment, dispute, change, version)));
    const { id: paymentId, checkoutId, gateway } = payment;
    await this.disputes.disputesChanged(changes.map(({ dispute: { id: disputeId, amount }, change }) => ({ disputeId, paymentId, checkoutId, gateway, change, amount, currency })));
  }
}

const eventOf = ({ id: paymentId, checkoutId, gateway }: Payment, { id, amount, reason }: Dispute, change: DisputeChange['change'], version: number): DomainEvent => ({
  type: `payments.dispute-${change}.v1`,
  subject: id,
  version,
  from: change === 'opened' ? null : 'open',
  to: change === 'opened' ? 'open' : change,
  payload: { payment_id: paymentId, checkout_id: checkoutId, gateway, amount, reason },
});

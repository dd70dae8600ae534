import type { Clock } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import { GatewayEvents } from '../domain/gateway-events.js';
import type { PaymentId } from '../domain/operation.js';
import { PaymentGateways } from '../domain/payment-gateway.js';
import { type WatchedPayment, WatchedPayments } from '../domain/watched-payments.js';
import { ApplyObservation } from './apply-observation.js';

const AT_ONCE = 10;

/**
 * Asks about everything that is unsettled at gateways, whether or not they tell: what was canceled there by hand, ran out, came back or was
 * disputed is found without any webhook. Each answer takes the way of an event's.
 */
export class PaymentObserver {
  constructor(
    private readonly gateways: PaymentGateways,
    private readonly watched: WatchedPayments,
    private readonly events: GatewayEvents,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  /** Works on what is due at each gateway, by itself; answers how many payments were compared. */
  async observeDue(): Promise<number> {
    const counts = await Promise.all(this.gateways.names.filter((name) => !this.gateways.get(name).inProcess).map((name) => this.#observeAll(name)));
    return counts.reduce((sum, one) => sum + one, 0);
  }

  /** Compares one payment now. Of one that its gateway has no name for, or at a gateway inside this process, there is nothing to ask. */
  async observe(id: PaymentId): Promise<void> {
    const payment = await this.watched.get(id);
    if (payment && this.gateways.names.includes(payment.gateway) && !this.gateways.get(payment.gateway).inProcess) await this.#compare(payment.gateway, payment);
  }

  /** In batches, until nothing is due. A gateway of which a whole batch got no answer is left alone until the next turn. */
  async #observeAll(gateway: string): Promise<number> {
    for (let compared = 0; ; ) {
      const due = await this.watched.takeDue(gateway, AT_ONCE);
      const outcomes = await Promise.allSettled(due.map((payment) => this.#compare(gateway, payment)));
      const answered = outcomes.filter(({ status }) => status === 'fulfilled').length;
      compared += answered;
      if (due.length < AT_ONCE || answered === 0) return compared;
    }
  }

  async #compare(gateway: string, { id, reference }: WatchedPayment): Promise<void> {
    const observation = await this.gateways.get(gateway).observe(reference);
    const seen = observation ? await this.commands.execute(new ApplyObservation(gateway, observation, [])) : ({ kind: 'trouble', reason: 'unknown-to-the-gateway' } as const);
    if (seen.kind === 'trouble') await this.#tell(gateway, reference, seen.reason);
    const isUnderWay = observation?.refunds.some(({ result }) => result.outcome === 'pending' || result.outcome === 'unknown') ?? false;
    // While an operation of ours is under way, it is looked at again when its turn is over.
    if (seen.kind !== 'again') await this.watched.observed(id, isUnderWay);
  }

  /** What cannot be brought together comes before people as an event does, once: it is stored as one, and ends as `failed` by itself. */
  async #tell(gateway: string, reference: string, reason: string): Promise<void> {
    await this.events.store(gateway, [{ id: `observed:${reference}:${reason}`, type: 'holdfast.observed', reference, occurredAt: this.clock.now(), payload: { reason } }]);
  }
}

import { CommandBus } from '@nestjs/cqrs';
import { type Answered, Batcher, Idempotency, IdempotencyKeyReused, type KeyedRequest, RequestInProgress, type Settled, UnitOfWork } from '@holdfast/kernel';
import { type BegunPayment, Payments } from '@holdfast/payments';
import type { CheckoutId } from '../domain/checkout.js';
import { Checkouts } from '../domain/checkouts.js';
import { CheckoutAnswers } from './checkout-answers.js';
import { checkoutPayment } from './checkout-view.js';
import { type CheckoutRequest, OpenCheckouts, type Opened } from './open-checkouts.js';
import { OrderPlacement } from './order-placement.js';

/** Most checkouts of one transaction. */
const BATCH = 100;

export type Reopened = Extract<Opened, { kind: 'replay' | 'running' | 'resume' | 'reused' }>;

/**
 * Takes checkouts from the first request to the answer: opens them in batches, sends their payments to the gateways outside
 * any transaction, and answers with what the reducer made of it. A repeat of a request gets the same answer; a repeat of
 * one that died midway carries it on.
 */
export class CheckoutCommitter {
  readonly #open: Batcher<CheckoutRequest, Opened>;

  constructor(
    private readonly work: UnitOfWork,
    private readonly payments: Payments,
    private readonly placement: OrderPlacement,
    private readonly checkouts: Checkouts,
    private readonly answers: CheckoutAnswers,
    private readonly idempotency: Idempotency,
    commands: CommandBus,
    ttlSeconds: number,
  ) {
    this.#open = new Batcher({
      max: BATCH,
      lanes: 1,
      work: (requests): Promise<Settled<Opened>[]> => commands.execute(new OpenCheckouts(requests, ttlSeconds)),
    });
  }

  async checkOut(request: CheckoutRequest): Promise<Answered> {
    if (request.payment?.gateway) this.payments.assertGateway(request.payment.gateway);
    if (FAILPOINTS) await failpoint('checkout.received');
    const opened = await this.#open.submit(request);
    if (opened.kind !== 'opened') return this.again(request.asked, opened);
    if (opened.begun) return this.pay(request.asked, opened.checkout.id, opened.begun);
    return this.#outcome(request.asked, opened.checkout.id);
  }

  /** Sends a begun payment and answers how the checkout stands then. */
  async pay(asked: KeyedRequest, id: CheckoutId, begun: BegunPayment): Promise<Answered> {
    this.placement.awaitAnswer(id);
    if (FAILPOINTS) await failpoint('checkout.after-tx1');
    await this.payments.authorize(begun);
    return this.#outcome(asked, id);
  }

  /** Answers a request whose key was seen before. */
  async again(asked: KeyedRequest, seen: Reopened): Promise<Answered> {
    if (seen.kind === 'replay') return { answer: seen.answer, replayed: true };
    if (seen.kind === 'reused') throw new IdempotencyKeyReused();
    if (seen.kind === 'running') throw new RequestInProgress();
    const id = seen.checkoutId as CheckoutId;
    this.placement.awaitAnswer(id);
    await this.payments.resolve(id);
    return this.#outcome(asked, id);
  }

  async #outcome(asked: KeyedRequest, id: CheckoutId): Promise<Answered> {
    const answer = this.placement.takeAnswer(id);
    if (answer) return { answer, replayed: false };
    // Nobody knows the outcome yet, or somebody else brought it: look at what is written.
    return this.work.run(async () => {
      const [claim] = await this.idempotency.claim([asked]);
      if (claim?.kind === 'done') return { answer: claim.answer, replayed: true };
      const checkout = (await this.checkouts.lock([id])).get(id);
      if (!checkout) throw new RequestInProgress();
      await this.idempotency.yield(asked);
      if (FAILPOINTS) await failpoint('checkout.in-outcome');
      return { answer: this.answers.answer({ kind: 'answered', checkout, parts: { payments: await this.#payments(id) } }), replayed: false };
    });
  }

  async #payments(id: CheckoutId) {
    return (await this.payments.of([id])).map(checkoutPayment);
  }
}

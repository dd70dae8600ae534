import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Catalog, type SellableVariant } from '@holdfast/catalog';
import { Inventory } from '@holdfast/inventory';
import { Clock, Idempotency, type KeyedRequest, newId, type Settled, type StoredAnswer, toId, UnitOfWork } from '@holdfast/kernel';
import { type BegunPayment, type NewPayment, Payments } from '@holdfast/payments';
import { BasketPricer } from '../domain/basket-pricer.js';
import type { CartSnapshot } from '../domain/cart.js';
import type { Checkout, CheckoutId } from '../domain/checkout.js';
import { type CartClaim, Checkouts } from '../domain/checkouts.js';
import { InsufficientStock } from '../domain/errors.js';
import { frozen, refusalOf } from '../domain/freeze.js';
import { checkoutEvent } from './checkout-events.js';
import { newPayment, savedWays, type PaymentChoice } from './new-payment.js';
import { OrderPlacement } from './order-placement.js';

/** A request to check a cart out, as it waits for its batch. */
export interface CheckoutRequest extends CartClaim {
  readonly asked: KeyedRequest;
  readonly payment?: PaymentChoice;
}

export type Opened =
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'reused' }
  | { readonly kind: 'running'; readonly checkoutId?: string }
  | { readonly kind: 'resume'; readonly checkoutId: string }
  | { readonly kind: 'opened'; readonly checkout: Checkout; readonly begun?: BegunPayment };

/**
 * The first transaction of checkouts, for many at once: idempotency keys, frozen lines, held stock, begun payments and
 * events are committed together. Each request gets its own answer or refusal; a refused one leaves nothing behind.
 */
export class OpenCheckouts extends Command<Settled<Opened>[]> {
  constructor(
    readonly requests: readonly CheckoutRequest[],
    readonly ttlSeconds: number,
  ) {
    super();
  }
}

/** A request on its way through the batch. */
interface Candidate {
  readonly position: number;
  readonly request: CheckoutRequest;
  readonly cart: CartSnapshot;
  readonly checkout: Checkout;
  /** How it is paid. */
  readonly paying?: NewPayment;
}

@CommandHandler(OpenCheckouts)
export class OpenCheckoutsHandler implements ICommandHandler<OpenCheckouts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly checkouts: Checkouts,
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
    private readonly payments: Payments,
    private readonly placement: OrderPlacement,
    private readonly pricer: BasketPricer,
    private readonly clock: Clock,
  ) {}

  execute({ requests, ttlSeconds }: OpenCheckouts): Promise<Settled<Opened>[]> {
    const ids = requests.map(() => newId('chk'));
    return this.work.run(async () => {
      const results: Settled<Opened>[] = [];
      const [mine, carts] = await Promise.all([this.#claim(requests, ids, results), this.checkouts.lockCarts(requests)]);
      const candidates = await this.#freeze(mine, carts, requests, ids, ttlSeconds, results);
      const held = await this.#hold(candidates, results);
      if (held.length > 0) await this.#open(held, results);
      await this.#forgetRefused(mine, requests, results);
      if (FAILPOINTS) await failpoint('checkout.in-tx1');
      return results;
    });
  }

  /** Positions of the requests whose work is ours to do. */
  async #claim(requests: readonly CheckoutRequest[], ids: readonly CheckoutId[], results: Settled<Opened>[]): Promise<number[]> {
    const claims = await this.idempotency.claim(requests.map(({ asked }, i) => ({ ...asked, resource: ids[i]! })));
    const mine: number[] = [];
    claims.forEach((claim, i) => {
      if (claim.kind === 'new') mine.push(i);
      else if (claim.kind === 'done') results[i] = { ok: true, value: { kind: 'replay', answer: claim.answer } };
      else if (claim.kind === 'reused') results[i] = { ok: true, value: { kind: 'reused' } };
      else if (claim.kind === 'running') results[i] = { ok: true, value: { kind: 'running' } };
      else results[i] = { ok: true, value: { kind: 'resume', checkoutId: toId('chk', claim.resource) } };
    });
    return mine;
  }

  async #freeze(mine: readonly number[], carts: readonly (CartSnapshot | undefined)[], requests: readonly CheckoutRequest[], ids: readonly CheckoutId[], ttlSeconds: number, results: Settled<Opened>[]): Promise<Candidate[]> {
    const sold = await this.#sellable(mine.flatMap((i) => carts[i] ?? []));
    const taken = new Set<string>();
    const repriced: CartSnapshot[] = [];
    const now = this.clock.now();
    const ways = await savedWays(this.payments, mine.map((position) => ({ payment: requests[position]!.payment, customerId: requests[position]!.holder.customerId })));
    const candidates = mine.flatMap((position, at): Candidate[] => {
      const request = requests[position]!;
      const cart = carts[position];
      const refusal = refusalOf(cart, sold, taken);
      if (refusal || !cart) {
        if (cart && refusal?.repriced) repriced.push(refusal.repriced);
        results[position] = { ok: false, error: refusal?.error };
        return [];
      }
      const until = new Date(now.getTime() + ttlSeconds * 1_000);
      const { scope, key } = request.asked;
      try {
        const checkout = frozen(cart, sold, this.pricer, { id: ids[position]!, now, until, askedBy: { scope, key }, paying: request.payment });
        const money = { ...checkout.total, amount: checkout.tendered };
        const paying = request.payment && checkout.status === 'processing' ? newPayment(this.payments, checkout, money, request.payment, ways[at], request.asked.requestId) : undefined;
        taken.add(cart.id);
        return [{ position, request, cart, checkout, paying }];
      } catch (error) {
        results[position] = { ok: false, error };
        return [];
      }
    });
    if (repriced.length > 0) await this.checkouts.savePrices(repriced);
    return candidates;
  }

  async #sellable(carts: readonly CartSnapshot[]): Promise<Map<string, SellableVariant>> {
    const sold = new Map<string, SellableVariant>();
    for (const [currency, group] of Map.groupBy(carts, (cart) => cart.currency)) {
      const variants = new Set(group.flatMap(({ lines }) => lines.map(({ variantId }) => variantId)));
      for (const [id, variant] of await this.catalog.sellable([...variants], currency)) sold.set(`${currency}:${id}`, variant);
    }
    return sold;
  }

  async #hold(candidates: readonly Candidate[], results: Settled<Opened>[]): Promise<Candidate[]> {
    if (candidates.length === 0) return [];
    const outcomes = await this.inventory.hold(
      candidates.map(({ checkout }) => ({ checkoutId: checkout.id, demand: checkout.lines, until: checkout.expiresAt, pinned: checkout.status === 'processing' })),
    );
    return candidates.filter(({ position, checkout }, i) => {
      const outcome = outcomes[i]!;
      if (outcome.held) return true;
      const lines = checkout.lines.flatMap(({ id, variantId }) => {
        const shortage = outcome.shortages.find((short) => short.variantId === variantId);
        return shortage ? [{ line_id: id, variant_id: variantId, requested: shortage.requested, available: shortage.available }] : [];
      });
      results[position] = { ok: false, error: new InsufficientStock(lines) };
      return false;
    });
  }

  async #open(held: readonly Candidate[], results: Settled<Opened>[]): Promise<void> {
    await this.checkouts.insert(held.map(({ checkout }) => checkout));
    this.work.record(held.map(({ checkout, request }) => ({ ...checkoutEvent(checkout, null), requestId: request.asked.requestId })));
    const paying = held.flatMap((candidate) => candidate.paying ?? []);
    const begun = paying.length > 0 ? await this.payments.begin(paying) : [];
    const byCheckout = new Map(begun.map((payment) => [payment.checkoutId, payment]));
    await this.placement.opened(held.flatMap(({ checkout }) => (checkout.status === 'open' ? [checkout] : [])));
    for (const { position, checkout } of held) {
      results[position] = { ok: true, value: { kind: 'opened', checkout, begun: byCheckout.get(checkout.id) } };
    }
  }

  async #forgetRefused(mine: readonly number[], requests: readonly CheckoutRequest[], results: readonly Settled<Opened>[]): Promise<void> {
    const refused = mine.filter((i) => !results[i]?.ok).map((i) => requests[i]!.asked);
    if (refused.length > 0) await this.idempotency.abandon(refused);
  }
}

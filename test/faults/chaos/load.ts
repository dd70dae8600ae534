import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../../support/admin-key.js';
import type { Call, FinalReply, HttpClient } from '../../support/http-client.js';
import type { Random } from '../../prove/random.js';
import { BUYER } from '../buyer.js';
import { partsIn } from '../histories/staff.js';

const STAFF = { authorization: `Bearer ${ADMIN_KEY}` };
/** A process that died keeps a key for a minute; a gateway that was away is asked again in steps. */
const FINAL_WITHIN_MS = 240_000;
/** When a gateway was surely not reached. */
const TRY_AGAIN_MS = 1_000;
const STOCK_ADDED = 5;

/** A movement of money that staff was told of. */
interface ToldOperation {
  readonly id: string;
  readonly payment: string;
  readonly kind: 'capture' | 'refund';
  readonly status: string;
  readonly amount: number;
}

interface ToldOrder {
  readonly id: string;
  readonly checkout: string;
  readonly total: number;
}

/** All that clients were told for good, as they wrote it down. */
export class Log {
  readonly orders: ToldOrder[] = [];
  readonly operations: ToldOperation[] = [];
  readonly carts: string[] = [];
  /** Pieces that staff was told had come in. */
  received = 0;
  declined = 0;
  /** Checkouts whose time was over before the gateway came back. */
  expired = 0;
  /** Answers that should not have been. */
  readonly strange: string[] = [];
}

interface Payment {
  readonly id: string;
  readonly total: number;
}

/** Shoppers who buy and staff who capture, refund and count, over and over, until they are told to stop. */
export class Load {
  readonly log = new Log();
  readonly #authorized: Payment[] = [];
  #going = true;

  constructor(
    private readonly client: HttpClient,
    private readonly variant: string,
  ) {}

  /** Settles when all have stopped and nothing is under way. @throws Error when something has no final answer */
  async run(lanes: readonly Random[]): Promise<void> {
    await Promise.all(lanes.map((random, i) => (i % 4 === 3 ? this.#staff(random) : this.#shopper(random))));
  }

  stop(): void {
    this.#going = false;
  }

  /** One purchase, of whatever kind. */
  async buy(random: Random): Promise<void> {
    const body = { ...BUYER, lines: [{ variant_id: this.variant, quantity: random.whole(1, 3) }] };
    const cart = await this.#insist({ method: 'POST', path: '/v1/carts', key: randomUUID(), body });
    if (cart.status !== 201) return this.#isStrange('a cart', cart);
    this.log.carts.push(cart.body.id);
    const payment = { gateway: 'stripe', method: random.whole(1, 12) === 1 ? 'pm_card_chargeDeclined' : 'pm_card_visa', capture: random.pick(['automatic', 'manual']) };
    const headers = { 'holdfast-cart-token': cart.body.token };
    let bought = await this.#insist({ method: 'POST', path: '/v1/checkouts', headers, key: randomUUID(), body: { cart_id: cart.body.id, payment } });
    while (bought.body?.code === 'payment-gateway-unavailable') {
      await pause(TRY_AGAIN_MS);
      bought = await this.#insist({ method: 'POST', path: `/v1/checkouts/${bought.body.checkout_id}/payments`, headers, key: randomUUID(), body: payment });
    }
    if (bought.status === 402) return void this.log.declined++;
    if (bought.body?.code === 'checkout-not-open') return void this.log.expired++;
    if (bought.status !== 201 || !bought.body.order) return this.#isStrange('a checkout', bought);
    const { id, order, total, payments } = bought.body;
    this.log.orders.push({ id: order.id, checkout: id, total: total.amount });
    if (payment.capture === 'manual') this.#authorized.push({ id: payments[0].id, total: total.amount });
  }

  async #shopper(random: Random): Promise<void> {
    while (this.#going) {
      await this.buy(random);
      await pause(random.whole(50, 300));
    }
  }

  async #staff(random: Random): Promise<void> {
    while (this.#going) {
      const payment = this.#authorized.shift();
      if (payment) await this.#settle(payment, random);
      else await this.#receive();
      await pause(random.whole(50, 300));
    }
  }

  async #settle(payment: Payment, random: Random): Promise<void> {
    if (!(await this.#move('capture', payment, payment.total))) return void this.#authorized.push(payment);
    if (random.whole(1, 2) === 1) await this.#move('refund', payment, random.whole(1, payment.total));
  }

  /** Whether the money moved; a gateway that was surely not reached is asked again with an operation of its own. */
  async #move(kind: ToldOperation['kind'], payment: Payment, amount: number): Promise<boolean> {
    const path = `/v1/admin/payments/${payment.id}/${kind}s`;
    const reply = await this.#insist({ method: 'POST', path, headers: STAFF, key: randomUUID(), body: { amount: { amount, currency: 'EUR' } } });
    if (reply.status !== 201) {
      this.#isStrange(`a ${kind}`, reply);
      return false;
    }
    const parts = partsIn({ ...reply, text: '' });
    this.log.operations.push(...parts.map((part) => ({ id: part.id, payment: payment.id, kind, status: part.status, amount: part.amount.amount })));
    return parts.every(({ status }) => status === 'succeeded');
  }

  async #receive(): Promise<void> {
    const body = { reason: 'received', adjustments: [{ variant_id: this.variant, delta: STOCK_ADDED }] };
    const reply = await this.#insist({ method: 'POST', path: '/v1/admin/stock-adjustments', headers: STAFF, key: randomUUID(), body });
    if (reply.status !== 201) return this.#isStrange('a delivery', reply);
    this.log.received += STOCK_ADDED;
  }

  #insist(call: Call): Promise<FinalReply> {
    return this.client.untilFinal(call, FINAL_WITHIN_MS);
  }

  #isStrange(what: string, { status, body }: FinalReply): void {
    this.log.strange.push(`${what} was answered ${status} ${JSON.stringify(body)?.slice(0, 400)}`);
  }
}

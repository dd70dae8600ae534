import { randomUUID } from 'node:crypto';
import type { Call, FinalReply, HttpClient } from '../../support/http-client.js';
import type { Random } from '../../prove/random.js';
import { BUYER } from '../buyer.js';
import type { History, Invoked } from './history.js';

/** Answers that say when a hold ends are rounded, and the clocks of two processes are read at two moments. */
const CLOCK_MS = 5;

interface Wanted {
  readonly variant: string;
  readonly quantity: number;
}

/** A checkout that holds stock. */
interface Held {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly wanted: readonly Wanted[];
  /** Between which monotonic milliseconds it ends unless it is paid or given up. */
  readonly ends: { readonly from: number; readonly until: number };
}

/** How a buyer pays, or not, with the checkout. */
const WAYS = [undefined, undefined, { gateway: 'manual', method: 'transfer' }, { gateway: 'stripe', method: 'pm_card_visa' }, { gateway: 'stripe', method: 'pm_card_chargeDeclined' }];
const TRANSFER = { gateway: 'manual', method: 'transfer' };

/** One person after another who wants some of the variants, and then pays, gives it up, or walks away. All of it goes into the history. */
export class Shopper {
  constructor(
    private readonly client: HttpClient,
    private readonly history: History,
    private readonly random: Random,
    private readonly variants: readonly string[],
    private readonly ttlMs: number,
  ) {}

  async comeAndGo(): Promise<void> {
    const { random } = this;
    const wanted = random.shuffled(this.variants).slice(0, random.whole(1, 2)).map((variant) => ({ variant, quantity: random.pick([1, 1, 1, 2, 3]) }));
    const held = await this.#hold(wanted, random.pick(WAYS));
    if (!held) return;
    const fate = random.pick(['pay', 'cancel', 'cancel', 'leave'] as const);
    if (fate === 'cancel') return this.#cancel(held);
    if (fate === 'pay' && (await this.#pay(held))) return;
    for (const { variant, quantity } of held.wanted) {
      this.history.note(variant, { name: `end of ${held.path}`, effect: 'give', units: quantity, ...held.ends });
    }
  }

  /** Asks for more of everything than there can be: the refusal tells how many are free. */
  async askForAll(): Promise<void> {
    await this.#hold(this.variants.map((variant) => ({ variant, quantity: 10_000 })), undefined);
  }

  /** A checkout; undefined when there is none that could end: refused, paid, or nobody knows. */
  async #hold(wanted: readonly Wanted[], payment: object | undefined): Promise<Held | undefined> {
    const lines = wanted.map(({ variant, quantity }) => ({ variant_id: variant, quantity }));
    const cart = await this.client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body: { ...BUYER, lines } });
    const headers = { 'holdfast-cart-token': cart.token };
    const key = randomUUID();
    const call: Call = { method: 'POST', path: '/v1/checkouts', headers, key, body: { cart_id: cart.id, payment } };
    const invoked = wanted.map(({ variant, quantity }) => [variant, this.history.invoke(variant, 'take', quantity, `${quantity} for ${cart.id}`)] as const);
    const asked = performance.now();
    if (this.random.whole(1, 10) === 1 && (await this.client.ask(call)) === undefined) return this.#giveUp(wanted, asked);
    const reply = await this.client.untilFinal(call);
    if (reply.status === 409 && reply.body.code === 'insufficient-stock') return refused(reply, invoked);
    if (reply.status !== 201 && reply.status !== 402) throw new Error(`A checkout was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    for (const [, one] of invoked) one.ok();
    if (reply.body.status === 'completed') return undefined;
    const id = reply.body.id ?? reply.body.checkout_id;
    const end = monotonic(reply.body.expires_at);
    // While a payment is on its way its hold stays beyond its time.
    const unpinned = reply.status === 402 ? performance.now() : 0;
    return { path: `/v1/checkouts/${id}`, headers, wanted, ends: { from: end - CLOCK_MS, until: Math.max(end + CLOCK_MS, unpinned) } };
  }

  /** Nobody ever asks again: it may have been held, and then it ended after its time, or with its payment never. */
  #giveUp(wanted: readonly Wanted[], asked: number): undefined {
    for (const { variant, quantity } of wanted) {
      this.history.note(variant, { name: 'end of a checkout that may never have been', effect: 'give', units: quantity, from: asked + this.ttlMs - CLOCK_MS, until: null });
    }
  }

  async #cancel({ path, headers, wanted, ends }: Held): Promise<void> {
    const from = performance.now();
    const { status, body } = await this.client.untilFinal({ method: 'DELETE', path, headers });
    if (status !== 204 && body.checkout_status !== 'expired') throw new Error(`A cancellation was answered ${status}: ${JSON.stringify(body)}`);
    const until = performance.now();
    for (const { variant, quantity } of wanted) {
      // Its time may have been over before.
      this.history.note(variant, { name: `cancellation of ${path}`, effect: 'give', units: quantity, from: Math.min(from, ends.from), until: Math.min(until, ends.until) });
    }
  }

  /** Whether it was paid in time. */
  async #pay({ path, headers }: Held): Promise<boolean> {
    const { status, body } = await this.client.untilFinal({ method: 'POST', path: `${path}/payments`, headers, key: randomUUID(), body: TRANSFER });
    if (status === 201 && body.status === 'completed') return true;
    if (body.code === 'checkout-not-open' && body.checkout_status === 'expired') return false;
    throw new Error(`A payment was answered ${status}: ${JSON.stringify(body)}`);
  }
}

function refused({ body, sentAt }: FinalReply, invoked: readonly (readonly [variant: string, Invoked])[]): undefined {
  const short = new Map<string, number>(body.lines.map((line: { variant_id: string; available: number }) => [line.variant_id, line.available]));
  for (const [variant, one] of invoked) {
    const told = short.get(variant);
    if (told === undefined) one.void();
    else one.refused(told, sentAt);
  }
}

/** A time of the shop's clock as monotonic milliseconds of this process. */
const monotonic = (time: string): number => Date.parse(time) - Date.now() + performance.now();

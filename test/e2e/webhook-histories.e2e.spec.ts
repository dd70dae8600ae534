import fc from 'fast-check';
import type Stripe from 'stripe';
import { booksOf, due, operationsOf, ordersOf, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { applyEvents, connectWebhooks, dashboard, deliver, eventsOf, processorOf, type SandboxEvent, standingOf, webhookScript } from '../support/webhooks.js';

const PRICE = 2_000;
const RUNS = 40;

/** What becomes of one payment, and how the gateway tells of it. */
interface History {
  readonly capture: 'automatic' | 'manual';
  /** The shopper has to confirm, and does. */
  readonly challenged: boolean;
  /** The answer to the checkout is lost: only the gateway knows. */
  readonly lost: boolean;
  /** By hand at the gateway, once it is authorized. */
  readonly byHand: 'nothing' | 'cancel' | { readonly capture: number };
  readonly refunds: readonly number[];
  /** For each event: how often it is delivered, and where in the row. The row is cut once: what comes before it is worked on first. */
  readonly deliveries: readonly { readonly times: number; readonly place: number }[];
  readonly cut: number;
  /** Someone asks about undecided operations before, in between, or after the events. */
  readonly resolves: 0 | 1 | 2;
}

const histories: fc.Arbitrary<History> = fc.record({
  capture: fc.constantFrom('automatic', 'manual'),
  challenged: fc.boolean(),
  lost: fc.boolean(),
  byHand: fc.oneof(fc.constantFrom('nothing' as const, 'cancel' as const), fc.record({ capture: fc.integer({ min: 1, max: PRICE }) })),
  refunds: fc.array(fc.integer({ min: 1, max: PRICE }), { maxLength: 3 }),
  // Twice as many that come as do not.
  deliveries: fc.array(fc.record({ times: fc.constantFrom(0, 1, 1, 2, 3), place: fc.nat(1_000) }), { minLength: 12, maxLength: 12 }),
  cut: fc.nat(1_000),
  resolves: fc.constantFrom(0, 1, 2),
});

describe('whatever happened to a payment, and however its events come', () => {
  let shop: Shop;
  let variant: string;
  let stripe: Stripe;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 2_000 } });
    variant = await sellable(shop, { stock: 1_000, price: PRICE });
    stripe = dashboard(shop);
    // The gateway tells this shop what happens, and nothing of it arrives but what the histories deliver.
    await connectWebhooks(shop);
    await webhookScript(shop, { fault: 'drop', times: 10_000 });
  });
  afterAll(() => shop.close());

  /** What cannot be done at this moment is refused there, and is no part of the history. */
  const tried = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

  async function happen({ capture, challenged, lost, byHand, refunds }: History): Promise<{ id: string; intent: string }> {
    if (lost) await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const payment = challenged ? { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.example/back' } : card();
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: { ...payment, capture } });
    const { intents } = await booksOf(shop.sandbox.url, body.id);
    const intent = intents[0].id as string;
    if (challenged) await fetch(`${shop.sandbox.url}/3ds/${intent}/approve`, { method: 'POST' });
    if (byHand === 'cancel') await tried(stripe.paymentIntents.cancel(intent));
    if (typeof byHand === 'object') await tried(stripe.paymentIntents.capture(intent, { amount_to_capture: byHand.capture }));
    for (const amount of refunds) await tried(stripe.refunds.create({ payment_intent: intent, amount }));
    return { id: body.id, intent };
  }

  /** The events in the order in which they arrive: duplicated, dropped and permuted. */
  const arriving = (events: readonly SandboxEvent[], { deliveries }: History): SandboxEvent[] =>
    events
      .flatMap((event, at) => Array.from({ length: deliveries[at]?.times ?? 1 }, (_, copy) => ({ event, place: (deliveries[at]?.place ?? at) + copy * 337 })))
      .sort((a, b) => (a.place % 1_009) - (b.place % 1_009))
      .map(({ event }) => event);

  async function tell(history: History, intent: string): Promise<void> {
    const row = arriving(await eventsOf(shop, intent), history);
    const cut = row.length === 0 ? 0 : history.cut % row.length;
    for (const [turn, part] of [[], row.slice(0, cut), row.slice(cut)].entries()) {
      for (const event of part) expect((await deliver(shop, event)).status).toBe(200);
      if (turn > 0) await Promise.all([applyEvents(shop), applyEvents(shop)]);
      if (history.resolves === turn) await resolveNow(shop);
    }
  }

  it('the end is what the books of the gateway say', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { id, intent } = await happen(history);

        await tell(history, intent);
        // What never came is fetched; nobody has to deliver it.
        await processorOf(shop).fetchUndelivered();
        await applyEvents(shop);
        await due(shop);
        await resolveNow(shop);

        const { intents: [{ amount_received: captured, amount, status }], refunds } = await booksOf(shop.sandbox.url, id);
        const refunded = refunds.reduce((sum, one) => sum + one.amount, 0);
        const standing = await standingOf(shop, id);
        const isCanceled = status === 'canceled';
        // A payment that was called off before anybody here knew that it had been authorized never had money.
        if (isCanceled && standing['authorized'] === 0) expect(standing).toMatchObject({ captured: 0, refunded: 0, status: 'failed' });
        else expect(standing).toMatchObject({ authorized: amount, captured, voided: status === 'requires_capture' ? 0 : amount - captured, refunded, reference: intent });
        expect((await operationsOf(shop, id)).filter(({ state }) => state !== 'succeeded' && state !== 'failed')).toEqual([]);
        expect(await ordersOf(shop, id)).toBe(standing['authorized'] > 0 ? 1 : 0);
      }),
      { numRuns: RUNS },
    );
    await expectProof(shop);
  }, 300_000);
});

import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { due, operationsOf, ordersOf, payPalBooksOf, resolveNow, script } from '../support/gateway.js';
import { cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { observeNow } from '../support/observations.js';
import { atPayPal, click, deliverPayPal, lever, type PayPalEvent } from '../support/paypal.js';
import { act, euros, paid, paymentNow } from '../support/payments.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { applyEvents, connectWebhooks, deliveriesOf, eventsOf, noWebhookScripts, processorOf, standingOf, storedEvents, webhookScript, type WebhookScript } from '../support/webhooks.js';

const PRICE = 2_000;
const DAY = 86_400;
const kept = (capture: 'automatic' | 'manual' = 'automatic', method = 'vault-approved') => ({ gateway: 'paypal', method, capture });
const value = (amount: number) => ({ amount: { currency_code: 'EUR', value: (amount / 100).toFixed(2) } });

describe('what happens at PayPal', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    await connectWebhooks(shop);
  });
  afterEach(() => noWebhookScripts(shop));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const captures = async (checkoutId: string) => (await payPalBooksOf(shop.sandbox.url, checkoutId)).captures;

  it.each<[string, Partial<WebhookScript> | undefined]>([
    ['once', undefined], ['three times', { fault: 'duplicate' }], ['in another order', { fault: 'reorder' }], ['late', { fault: 'late', delay_ms: 300 }],
    ['before the answer', { fault: 'early' }], ['with a wrong signature first', { fault: 'wrong_signature' }], ['with an old one first', { fault: 'stale' }],
  ])('is told %s, and leads to the same', async (_, fault) => {
    const payment = await paid(shop, { price: PRICE, payment: kept() });
    if (fault) await webhookScript(shop, { times: 2, fault: 'late', ...fault });
    const [{ id, order_id: order }] = await captures(payment.checkoutId);

    await atPayPal(shop, 'POST', `/v2/payments/captures/${id}/refund`, value(700));

    await eventually(async () => expect(await standingOf(shop, payment.checkoutId)).toMatchObject({ refunded: 700, status: 'partially_refunded' }), 8_000);
    await eventually(async () => expect((await deliveriesOf(shop, order)).every(({ state }) => state === 'delivered')).toBe(true));
    await eventually(async () => {
      await applyEvents(shop);
      expect((await storedEvents(shop, order)).filter(({ state }) => state !== 'applied')).toEqual([]);
    });
    expect((await operationsOf(shop, payment.checkoutId)).filter(({ kind }) => kind === 'refund')).toHaveLength(1);
  });

  it('is carried out at once when the shopper approved and never came back', async () => {
    const cart = await cartWith(shop, [await sellable(shop, { price: PRICE }), 1]);
    const { body } = await checkOut(shop, cart, { payment: { gateway: 'paypal', method: 'paypal', capture: 'automatic', return_url: 'http://shop.test/return' } });
    const waits = async () => (await operationsOf(shop, body.id)).map(({ state }) => state);
    expect(await waits()).toEqual(['requires_action']);
    await sql(shop.database.url, `update payments.operations set next_check_at = now() + interval '1 day' where state = 'requires_action'`);

    await click(body.next_action.url, 'approve');

    await eventually(async () => expect((await shop.ask('GET', `/v1/checkouts/${body.id}`, { headers: cart.headers })).body.status).toBe('completed'));
  });

  it('is fetched when no webhook ever came', async () => {
    const payment = await paid(shop, { price: PRICE, payment: kept() });
    await webhookScript(shop, { fault: 'drop', times: 5 });
    const [{ id }] = await captures(payment.checkoutId);
    await atPayPal(shop, 'POST', `/v2/payments/captures/${id}/refund`, value(700));

    await processorOf(shop).fetchUndelivered();
    await applyEvents(shop);

    expect(await standingOf(shop, payment.checkoutId)).toMatchObject({ refunded: 700 });
  });

  it('may be a dispute, which the order shows with its deadline until it is decided, and the ledger books', async () => {
    const [first, second] = [await paid(shop, { price: PRICE, payment: kept() }), await paid(shop, { price: PRICE, payment: kept() })];
    const open = async ({ checkoutId }: { checkoutId: string }, amount?: number) => (await lever(shop, 'disputes', { capture: (await captures(checkoutId))[0].id, amount })).dispute_id;
    const disputes = async (payment: { id: string }) => (await paymentNow(shop, payment)).disputes;
    const [lost, won] = [await open(first, 900), await open(second)];

    await eventually(async () => expect(await disputes(first)).toMatchObject([{ status: 'open', amount: euros(900), reason: 'merchandise_or_service_not_received', evidence_due_at: expect.any(String) }]));
    const [{ evidence_due_at: before }] = await disputes(first);
    await lever(shop, `disputes/${lost}/review`);
    await eventually(async () => expect((await disputes(first))[0].evidence_due_at).not.toBe(before));
    await lever(shop, `disputes/${lost}/lose`);
    await lever(shop, `disputes/${won}/win`);

    await eventually(async () => expect([await disputes(first), await disputes(second)]).toMatchObject([[{ status: 'lost' }], [{ status: 'won', amount: euros(PRICE) }]]));
    const journals = async ({ id }: { id: string }) => (await shop.admin('GET', `/v1/admin/ledger/journals?payment=${id}`)).body.data.map(({ kind }: any) => kind).toSorted();
    expect([await journals(first), await journals(second)]).toEqual([['capture', 'dispute-opened'], ['capture', 'dispute-opened', 'dispute-won']]);
  });

  it.each<[string, boolean]>([['told', true], ['asked', false]])('may be that a refund waits, and comes back later: %s', async (_, isTold) => {
    const payment = await paid(shop, { price: PRICE, payment: kept('automatic', 'vault-pending-refund') });
    if (!isTold) await webhookScript(shop, { fault: 'drop', times: 20 });
    const look = async () => void (isTold || (await observeNow(shop, payment.checkoutId)));
    const asked = await act(shop, payment, 'refunds', 700);
    const [{ id }] = (await payPalBooksOf(shop.sandbox.url, payment.checkoutId)).refunds;

    await lever(shop, `refunds/${id}/succeed`);
    await eventually(async () => {
      await look();
      expect(await standingOf(shop, payment.checkoutId)).toMatchObject({ refunded: 700 });
    });
    await lever(shop, `refunds/${id}/fail`);
    await eventually(async () => {
      await look();
      expect(await paymentNow(shop, payment)).toMatchObject({ status: 'captured', allowed_actions: ['refund'], operations: [{}, {}, { status: 'returned' }] });
    });

    expect([asked.status, asked.body.code]).toEqual([202, 'refund-pending']);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['as PayPal decides', (id) => lever(shop, `authorizations/${id}/expire`)],
    ['by the clock', () => shop.advance(30 * DAY)],
  ])('may be that an authorization ran out, %s', async (_, happens) => {
    const payment = await paid(shop, { price: PRICE, payment: kept('manual') });
    const [{ id, order_id: order }] = (await payPalBooksOf(shop.sandbox.url, payment.checkoutId)).authorizations;

    await happens(id);

    expect((await eventsOf(shop, order)).at(-1)).toMatchObject({ type: 'PAYMENT.AUTHORIZATION.VOIDED', object: { status: 'VOIDED' } });
    await eventually(async () => expect(await paymentNow(shop, payment)).toMatchObject({ status: 'voided', operations: [{}, { kind: 'void', reason: 'authorization_expired' }] }));
  });
});

describe('whatever happened to a payment at PayPal, and however its events come', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 2_000 } });
    variant = await sellable(shop, { stock: 1_000, price: PRICE });
    await connectWebhooks(shop);
    await webhookScript(shop, { fault: 'drop', times: 10_000 });
  });
  afterAll(() => shop.close());

  interface History {
    readonly capture: 'automatic' | 'manual';
    readonly lost: boolean;
    /** By hand at PayPal, on an authorization: captures of parts, and then a void or not. */
    readonly captures: readonly number[];
    readonly void: boolean;
    readonly refunds: readonly { readonly of: number; readonly amount: number; readonly fails: boolean }[];
    readonly deliveries: readonly { readonly times: number; readonly place: number }[];
    readonly resolves: 0 | 1;
  }
  const histories: fc.Arbitrary<History> = fc.record({
    capture: fc.constantFrom('automatic', 'manual'),
    lost: fc.boolean(),
    captures: fc.array(fc.integer({ min: 1, max: PRICE }), { maxLength: 3 }),
    void: fc.boolean(),
    refunds: fc.array(fc.record({ of: fc.nat(2), amount: fc.integer({ min: 1, max: PRICE }), fails: fc.boolean() }), { maxLength: 3 }),
    deliveries: fc.array(fc.record({ times: fc.constantFrom(0, 1, 1, 2), place: fc.nat(1_000) }), { minLength: 14, maxLength: 14 }),
    resolves: fc.constantFrom(0, 1),
  });
  /** What cannot be done at this moment is refused there, and is no part of the history. */
  const tried = (work: Promise<any>): Promise<any> => work.catch(() => undefined);

  async function happen({ capture, lost, captures, void: isVoided, refunds }: History): Promise<{ id: string; order: string }> {
    if (lost) await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: kept(capture) });
    const books = () => payPalBooksOf(shop.sandbox.url, body.id);
    const [authorization] = (await books()).authorizations;
    for (const amount of authorization ? captures : []) await tried(atPayPal(shop, 'POST', `/v2/payments/authorizations/${authorization.id}/capture`, value(amount)));
    if (authorization && isVoided) await tried(atPayPal(shop, 'POST', `/v2/payments/authorizations/${authorization.id}/void`));
    const made = (await books()).captures;
    for (const { of, amount, fails } of made.length > 0 ? refunds : []) {
      const refund = await tried(atPayPal(shop, 'POST', `/v2/payments/captures/${made[of % made.length].id}/refund`, value(amount)));
      if (refund && fails) await lever(shop, `refunds/${refund.id}/fail`);
    }
    return { id: body.id, order: (await books()).orders[0].id };
  }

  it('the end is what the books of PayPal say', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { id, order } = await happen(history);
        const events = (await eventsOf(shop, order)) as unknown as PayPalEvent[];
        const row = events.flatMap((event, at) => Array.from({ length: history.deliveries[at]?.times ?? 1 }, (_, copy) => ({ event, place: ((history.deliveries[at]?.place ?? at) + copy * 337) % 1_009 })));
        for (const { event } of row.toSorted((a, b) => a.place - b.place)) expect((await deliverPayPal(shop, event)).status).toBe(200);
        if (history.resolves) await resolveNow(shop);
        await Promise.all([applyEvents(shop), applyEvents(shop)]);
        await processorOf(shop).fetchUndelivered();
        await due(shop);
        await resolveNow(shop);
        await applyEvents(shop);
        // The events of a payment whose answer was lost may have waited for it.
        await observeNow(shop, id);

        const books = await payPalBooksOf(shop.sandbox.url, id);
        const [captured, refunded] = [books.captures.reduce((sum, { amount }) => sum + amount, 0), books.captures.reduce((sum, one) => sum + one.refunded, 0)];
        const isOver = books.authorizations[0]?.status === 'VOIDED';
        const standing = await standingOf(shop, id);
        if (isOver && standing['authorized'] === 0) expect(standing).toMatchObject({ captured: 0, status: 'failed' });
        else expect(standing).toMatchObject({ authorized: PRICE, captured, refunded, voided: isOver ? PRICE - captured : 0, reference: order });
        expect((await operationsOf(shop, id)).filter(({ state }) => !['succeeded', 'failed', 'returned'].includes(state as string))).toEqual([]);
        expect(await ordersOf(shop, id)).toBe(standing['authorized'] > 0 ? 1 : 0);
      }),
      { numRuns: 20 },
    );
    await expectProof(shop);
  }, 300_000);
});

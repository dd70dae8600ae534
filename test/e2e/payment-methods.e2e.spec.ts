import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { booksOf, noScripts } from '../support/gateway.js';
import { cartWith, checkOut, expectProof, type OpenedCart, sellable } from '../support/journey.js';
import { BACK, keptCard, METHODS, setUp, setupsOf, tendNow, vaultBooks } from '../support/payment-methods.js';
import { customerOf, type LoggedIn } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { ownCart } from '../support/shopper.js';

describe('a payment method that is kept', () => {
  let shop: Shop;
  let ada: LoggedIn;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 5_000 } });
  });
  beforeEach(async () => {
    ada = await customerOf(shop);
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await tendNow(shop);
    await expectProof(shop);
    await shop.close();
  });

  const read = async (id: string, { headers } = ada) => (await shop.ask('GET', `${METHODS}/${id}`, { headers })).body;
  const list = async ({ headers } = ada) => (await shop.ask('GET', METHODS, { headers })).body.data;
  /** A cart that was opened before its owner logged in. */
  const cartOf = async ({ headers } = ada): Promise<OpenedCart> => {
    const cart = await cartWith(shop, [await sellable(shop, { stock: 3 }), 1]);
    return { ...cart, headers: { ...cart.headers, ...headers } };
  };
  const payWith = async (payment_method_id: string, customer = ada, more: object = {}) => checkOut(shop, await cartOf(customer), { payment: { payment_method_id, ...more } });
  const decide = (url: string, what: 'approve' | 'decline') =>
    fetch(`${url}/${what}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  it('is set up without a charge, and pays for an order', async () => {
    const { status, body, headers } = await setUp(shop, ada);

    expect([status, headers.get('location')]).toEqual([201, `${METHODS}/${body.id}`]);
    expect(body).toMatchObject({ gateway: 'stripe', status: 'active', default: false, card: { brand: 'visa', last4: '4242', expiry_month: 12 }, next_action: null, code: null });
    expect([await list(), await read(body.id)]).toEqual([[body], body]);
    const bought = await payWith(body.id);
    expect(bought.body).toMatchObject({ status: 'completed', payments: [{ gateway: 'stripe', status: 'captured' }] });
    const { charges, intents } = await booksOf(shop.sandbox.url, bought.body.id);
    const { customers, payment_methods: methods } = await vaultBooks(shop);
    const payer = customers.find(({ metadata }) => metadata.holdfast_customer === ada.id);
    expect([charges.length, intents.length, methods.filter(({ customer }) => customer === payer.id).length]).toEqual([1, 1, 1]);
  });

  it('pays what is left of a checkout, and twice with one key is once', async () => {
    const id = await keptCard(shop, ada);
    const cart = await cartOf();
    const open = await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    const headers = { ...cart.headers, 'idempotency-key': randomUUID() };
    const pay = () => shop.ask('POST', `/v1/checkouts/${open.body.id}/payments`, { headers, body: { payment_method_id: id } });

    const [first, again] = [await pay(), await pay()];
    await shop.ask('DELETE', `${METHODS}/${id}`, { headers: ada.headers });

    expect([first.body.status, again.text, (await pay()).text]).toEqual(['completed', first.text, first.text]);
    expect((await booksOf(shop.sandbox.url, open.body.id)).charges).toHaveLength(1);
  });

  it('is one for one key, also for fifty requests at once and later', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => setUp(shop, ada, 'pm_card_visa', { key })));

    expect(answers.filter(({ status, body }) => ![201, 202].includes(status) && body.code !== 'request-in-progress').map(({ text }) => text)).toEqual([]);
    await eventually(async () => expect((await setUp(shop, ada, 'pm_card_visa', { key })).body.status).toBe('active'));
    const [kept, ...others] = await list();
    expect([others, (await setupsOf(shop, kept.id)).length, (await setUp(shop, ada, 'pm_card_mastercard', { key })).body.code]).toEqual([[], 1, 'idempotency-key-reused']);
    expect((await vaultBooks(shop)).customers.filter(({ metadata }) => metadata.holdfast_customer === ada.id)).toHaveLength(1);
  });

  it.each([['approve', 'active'], ['decline', 'failed']] as const)('asks its shopper to act, who comes back from %s', async (what, status) => {
    const { body } = await setUp(shop, ada, 'pm_card_authenticationRequiredOnSetup', { return_url: BACK });
    expect(body).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect', url: expect.stringContaining('/3ds/seti_') }, card: null });
    const comeBack = () => shop.ask('POST', `${METHODS}/${body.id}/returns`, { headers: ada.headers });
    expect((await comeBack()).body).toEqual(body);

    const redirect = await decide(body.next_action.url, what);
    const [back] = await Promise.all([comeBack(), comeBack(), comeBack()]);

    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, expect.stringContaining(BACK)]);
    expect((await read(body.id))).toMatchObject({ status, next_action: null });
    expect(back.status).toBe(200);
    if (what === 'approve') expect((await payWith(body.id)).body.status).toBe('completed');
    else expect((await payWith(body.id)).body.code).toBe('payment-method-not-usable');
  });

  it('asks its shopper again at the checkout where the card wants that', async () => {
    const { body } = await setUp(shop, ada, 'pm_card_threeDSecure2Required', { return_url: BACK });
    await decide(body.next_action.url, 'approve');
    await shop.ask('POST', `${METHODS}/${body.id}/returns`, { headers: ada.headers });

    const cart = await cartOf();
    const paying = await checkOut(shop, cart, { payment: { payment_method_id: body.id, return_url: BACK } });
    await decide(paying.body.next_action.url, 'approve');

    expect(paying.body.status).toBe('requires_action');
    expect((await shop.ask('POST', `/v1/checkouts/${paying.body.id}/returns`, { headers: cart.headers })).body.status).toBe('completed');
  });

  it('is none where the card declines, and declines later where it is kept', async () => {
    const refused = await setUp(shop, ada, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    expect([refused.status, refused.body.status, refused.body.code, refused.body.card]).toEqual([201, 'failed', 'insufficient_funds', null]);
    expect(await list()).toEqual([]);

    const later = await payWith(await keptCard(shop, ada, 'pm_card_chargeCustomerFail'));
    expect([later.status, later.body.code, later.body.decline_code]).toEqual([402, 'payment-declined', 'generic_decline']);
  });

  it('is the default one, of which there is one, as long as it is there', async () => {
    const [first, second] = [await keptCard(shop, ada), await keptCard(shop, ada, 'pm_card_mastercard')];
    const prefer = (id: string, yes = true) => shop.ask('PATCH', `${METHODS}/${id}`, { headers: ada.headers, body: { default: yes } });

    await Promise.all([prefer(first), prefer(second), prefer(first), prefer(second)]);
    expect((await list()).filter((method: any) => method.default)).toHaveLength(1);
    expect((await prefer(second)).body).toMatchObject({ id: second, default: true });
    expect((await list()).map((method: any) => [method.id, method.default])).toEqual([[second, true], [first, false]]);
    await shop.ask('DELETE', `${METHODS}/${second}`, { headers: ada.headers });
    expect((await list()).map((method: any) => method.default)).toEqual([false]);
    expect((await prefer(first, false)).body.default).toBe(false);
    const failed = await setUp(shop, ada, 'pm_card_visa_chargeDeclined');
    expect((await prefer(failed.body.id)).body.code).toBe('payment-method-not-active');
  });

  it('is nobody else’s, for whatever they ask', async () => {
    const id = await keptCard(shop, ada);
    const eve = await customerOf(shop);
    const asked = [
      await shop.ask('GET', `${METHODS}/${id}`, { headers: eve.headers }),
      await shop.ask('PATCH', `${METHODS}/${id}`, { headers: eve.headers, body: { default: true } }),
      await shop.ask('POST', `${METHODS}/${id}/returns`, { headers: eve.headers }),
      await shop.ask('DELETE', `${METHODS}/${id}`, { headers: eve.headers }),
    ];

    expect(asked.map(({ body }) => body.code)).toEqual(asked.map(() => 'payment-method-not-found'));
    expect((await payWith(id, eve)).body.code).toBe('payment-method-not-usable');
    const guest = await cartWith(shop, [await sellable(shop), 1]);
    expect((await checkOut(shop, guest, { payment: { payment_method_id: id } })).body.code).toBe('payment-method-not-usable');
    const own = await ownCart(shop, eve, [await sellable(shop), 1]);
    expect((await checkOut(shop, own, { payment: { payment_method_id: await keptCard(shop, eve) } })).body.status).toBe('completed');
    expect([(await list(eve)).map((method: any) => method.id === id), (await read(id)).status]).toEqual([[false], 'active']);
  });

  it('is asked for rightly: one way to pay, at a gateway that keeps it, and not without end', async () => {
    const id = await keptCard(shop, ada);
    const both = await payWith(id, ada, { method: 'pm_card_visa' });
    const neither = await checkOut(shop, await cartOf(), { payment: { gateway: 'stripe' } });
    const elsewhere = await payWith(id, ada, { gateway: 'paypal' });
    const kept = (gateway: string) => shop.ask('POST', METHODS, { headers: { ...ada.headers, 'idempotency-key': randomUUID() }, body: { gateway, method: 'x' } });

    expect([both, neither, elsewhere, await kept('paypal'), await kept('manual'), await kept('nobody')].map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'invalid-request'], [400, 'invalid-request'], [422, 'payment-method-not-usable'],
      [422, 'payment-methods-not-kept'], [422, 'payment-methods-not-kept'], [422, 'unknown-payment-gateway'],
    ]);
    expect((await payWith(id, ada, { gateway: 'stripe' })).body.status).toBe('completed');
    const answers = await Promise.all(Array.from({ length: 24 }, () => setUp(shop, ada, 'pm_card_visa_chargeDeclined')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(19);
    expect(answers.filter(({ body }) => body.code === 'payment-methods-full')).toHaveLength(5);
  });
});

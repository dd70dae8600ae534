import { randomUUID } from 'node:crypto';
import { available, card, cartWith, checkOut, expectProof, MANUAL, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';

describe('checkout', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  it('turns a cart into an order in one call, with stock allocated and the card charged', async () => {
    const variant = await sellable(shop, { stock: 5, price: 1250 });
    const cart = await cartWith(shop, [variant, 2]);

    const { status, body } = await checkOut(shop, cart, { payment: card() });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'completed',
      total: { amount: 2500, currency: 'EUR' },
      payments: [{ gateway: 'stripe', status: 'captured', captured: { amount: 2500 } }],
      order: { status: 'placed' },
    });
    expect(await available(shop, variant)).toBe(3);
    const order = await shop.ask('GET', `/v1/orders/${body.order.id}`, { headers: { 'holdfast-order-token': body.order.token } });
    expect(order.body).toMatchObject({ number: body.order.number, payment_status: 'captured', lines: [{ variant_id: variant, quantity: 2 }] });
  });

  it('trusts a manual payment at once and captures nothing', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { body } = await checkOut(shop, cart);

    expect(body).toMatchObject({ status: 'completed', payments: [{ gateway: 'manual', status: 'authorized', captured: { amount: 0 } }] });
  });

  it('authorizes a card without capturing when asked to', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { body } = await checkOut(shop, cart, { payment: { ...card(), capture: 'manual' } });

    expect(body).toMatchObject({ status: 'completed', payments: [{ status: 'authorized', authorized: { amount: 1999 }, captured: { amount: 0 } }] });
  });

  it('gives a repeat the same bytes and does nothing again', async () => {
    const variant = await sellable(shop);
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();

    const first = await checkOut(shop, cart, { payment: card(), key });
    const again = await checkOut(shop, cart, { payment: card(), key });

    expect(again.text).toBe(first.text);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await available(shop, variant)).toBe(9);
  });

  it('refuses a key that belongs to another request', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);
    const key = randomUUID();
    await checkOut(shop, cart, { key });

    const { status, body } = await checkOut(shop, cart, { payment: card(), key });

    expect(status).toBe(422);
    expect(body.code).toBe('idempotency-key-reused');
  });

  it('places one order when the same request comes twenty times at once', async () => {
    const variant = await sellable(shop);
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => checkOut(shop, cart, { payment: card(), key })));

    const orders = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.order.id));
    expect(orders.size).toBe(1);
    expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'request-in-progress')).toEqual([]);
    expect(await available(shop, variant)).toBe(9);
  });

  it('places one order of a cart when twenty different requests come at once', async () => {
    const variant = await sellable(shop);
    const cart = await cartWith(shop, [variant, 1]);

    const answers = await Promise.all(Array.from({ length: 20 }, () => checkOut(shop, cart)));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(Array<string>(19).fill('cart-changed'));
    expect(await available(shop, variant)).toBe(9);
  });

  it('needs an idempotency key', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { status, body } = await shop.ask('POST', '/v1/checkouts', { headers: cart.headers, body: { cart_id: cart.id, payment: MANUAL } });

    expect([status, body.code]).toEqual([400, 'idempotency-key-required']);
  });

  it('keeps the stock of a declined card for another try', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const declined = await checkOut(shop, cart, { payment: card('pm_card_visa_chargeDeclinedInsufficientFunds') });
    expect([declined.status, declined.body.code, declined.body.decline_code]).toEqual([402, 'payment-declined', 'insufficient_funds']);
    expect(await available(shop, variant)).toBe(0);

    const paid = await shop.ask('POST', `/v1/checkouts/${declined.body.checkout_id}/payments`, {
      headers: { ...cart.headers, 'idempotency-key': randomUUID() },
      body: card(),
    });

    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({ status: 'completed', order: { status: 'placed' } });
    const read = await shop.ask('GET', `/v1/checkouts/${declined.body.checkout_id}`, { headers: cart.headers });
    expect(read.body.payments.map(({ status }: { status: string }) => status)).toEqual(['failed', 'captured']);
  });

  it('gives the stock back and opens the cart again when a checkout is canceled', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const open = await shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    expect([open.status, open.body.status, open.body.allowed_actions]).toEqual([201, 'open', ['pay', 'cancel']]);
    expect(await available(shop, variant)).toBe(0);

    const canceled = await shop.ask('DELETE', `/v1/checkouts/${open.body.id}`, { headers: cart.headers });

    expect(canceled.status).toBe(204);
    expect(await available(shop, variant)).toBe(1);
    expect((await checkOut(shop, cart)).status).toBe(201);
  });

  it('answers a missing stock per line and reserves nothing', async () => {
    const plenty = await sellable(shop, { stock: 5 });
    const scarce = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [plenty, 2], [scarce, 3]);

    const { status, body } = await checkOut(shop, cart);

    expect([status, body.code]).toEqual([409, 'insufficient-stock']);
    expect(body.lines).toEqual([{ line_id: expect.any(String), variant_id: scarce, requested: 3, available: 1 }]);
    expect([await available(shop, plenty), await available(shop, scarce)]).toEqual([5, 1]);
  });

  it('asks the shopper again when a price changed, and takes the new one then', async () => {
    const variant = await sellable(shop, { price: 1000 });
    const cart = await cartWith(shop, [variant, 1]);
    const { headers } = await shop.admin('GET', `/v1/admin/products?limit=1`);
    expect(headers).toBeDefined();
    const product = await shop.ask('GET', `/v1/variants/${variant}`);
    const priced = await shop.admin('PUT', `/v1/admin/variants/${variant}/prices`, { prices: [{ amount: 1200, currency: 'EUR' }] }, { 'if-match': '*' });
    expect([product.status, priced.status]).toEqual([200, 200]);

    const refused = await checkOut(shop, cart);
    const taken = await checkOut(shop, cart);

    expect([refused.status, refused.body.code]).toEqual([409, 'price-changed']);
    expect(refused.body.lines).toMatchObject([{ previous: { amount: 1000 }, current: { amount: 1200 } }]);
    expect([taken.status, taken.body.total.amount]).toEqual([201, 1200]);
  });

  it('sells what is free without asking a gateway', async () => {
    const cart = await cartWith(shop, [await sellable(shop, { price: 0 }), 1]);

    const { status, body } = await checkOut(shop, cart, { payment: card() });

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'completed', total: { amount: 0 }, payments: [], order: { status: 'placed' } });
  });

  it('never sells more than there is, however many come at once', async () => {
    const variant = await sellable(shop, { stock: 7 });
    const carts = await Promise.all(Array.from({ length: 40 }, () => cartWith(shop, [variant, 1])));

    const answers = await Promise.all(carts.map((cart) => checkOut(shop, cart)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(answers.filter(({ body }) => body.code === 'insufficient-stock')).toHaveLength(33);
    expect(await available(shop, variant)).toBe(0);
  });

  it('stays within its budget of statements', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);
    const variant = await sellable(shop);

    const line = await shop.statementsOf(() => shop.ask('POST', `/v1/carts/${cart.id}/lines`, { headers: cart.headers, body: { variant_id: variant, quantity: 1 } }));
    const manual = await shop.statementsOf(() => checkOut(shop, cart));

    expect(line.length).toBeLessThanOrEqual(6);
    expect(manual.length).toBeLessThanOrEqual(15);
    const paid = await cartWith(shop, [variant, 1]);
    // One more than an order that is paid later: the ledger is written in the same transaction, for the whole batch at once, and nothing waits for it.
    expect((await shop.statementsOf(() => checkOut(shop, paid, { payment: card() }))).length).toBeLessThanOrEqual(16);
  });
});

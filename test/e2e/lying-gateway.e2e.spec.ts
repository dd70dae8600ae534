import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { FakeGateway, json, paid, type Reply } from '../support/fake-gateway.js';
import { operationsOf, ordersOf, resolveNow } from '../support/gateway.js';
import { available, card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';

const page = '<html><body>502 Bad Gateway</body></html>';
const html = (status: number) => (response: ServerResponse) => void response.writeHead(status, { 'content-type': 'text/html' }).end(page);
const jsonText = (text: string) => (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);

const GARBAGE: readonly [what: string, reply: Reply][] = [
  ['a page of HTML', html(200)],
  ['a page of HTML with 502', html(502)],
  ['a page of HTML with 404', html(404)],
  ['nothing at all', (response) => void response.end()],
  ['204', (response) => void response.writeHead(204).end()],
  ['a redirect', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['null', json(null)],
  ['a list', json([])],
  ['a word', json('OK')],
  ['an empty object', json({})],
  ['another amount', paid({ amount: 1, amount_received: 1 })],
  ['another amount received', paid({ amount_received: 1_000_000 })],
  ['an amount that is no number', paid({ amount_received: '1999' })],
  ['half a cent', paid({ amount_received: 0.5 })],
  ['another currency', paid({ currency: 'usd' })],
  ['no currency', paid({ currency: null })],
  ['the metadata of another operation', paid({ metadata: { holdfast_operation: 'op_01h455vb4pex5vsknk084sn02q' } })],
  ['no metadata', paid({ metadata: {} })],
  ['a charge in the place of an intent', paid({ object: 'charge' })],
  ['an intent without id', paid({ id: null })],
  ['a status that nobody knows', paid({ status: 'teleported' })],
  ['no status', paid({ status: undefined })],
  ['"processing"', paid({ status: 'processing' })],
  ['an error with 200', json({ error: { type: 'api_error', message: 'no' } })],
  ['a refused request with 200', json({ error: { type: 'invalid_request_error', message: 'no' } })],
  ['a declined card with 200', json({ error: { type: 'card_error', code: 'card_declined' } })],
  ['a key that is in use', json({ error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } }, 409)],
  ['truncated JSON', jsonText('{"id":"pi_fake","object":"payment_intent","status":"succ')],
  ['a body that breaks off', (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"id":"pi_fake","object":"payment_intent",', () => response.socket?.destroy());
  }],
  ['ten megabytes', jsonText(`"${'x'.repeat(10_000_000)}"`)],
  ['a body that never ends', (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  }],
];

describe('a gateway that answers', () => {
  let shop: Shop;
  let gateway: FakeGateway;

  beforeAll(async () => {
    gateway = await FakeGateway.listen();
    shop = await Shop.open({ settings: { STRIPE_API_BASE: gateway.url, GATEWAY_TIMEOUT_MS: 500 } });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
    await gateway.close();
  });

  it('the truth gets an order', async () => {
    gateway.reply = paid();
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    expect(await checkOut(shop, cart, { payment: card() })).toMatchObject({ status: 201, body: { status: 'completed' } });
  });

  it.each(GARBAGE)('%s gets no order and no decline: it is asked again', async (_, reply) => {
    gateway.reply = reply;
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 1]);
    const key = randomUUID();

    const answer = await checkOut(shop, cart, { payment: card(), key });
    const [asked] = await operationsOf(shop, answer.body.id);
    await resolveNow(shop);

    expect([answer.status, answer.body.status]).toEqual([202, 'processing']);
    expect(asked).toMatchObject({ state: 'unknown', status: 'pending', captured: 0 });
    expect(await operationsOf(shop, answer.body.id)).toMatchObject([{ kind: 'authorize', state: 'unknown', captured: 0 }]);
    expect(await ordersOf(shop, answer.body.id)).toBe(0);
    expect(await available(shop, variant)).toBe(0);
    expect((await checkOut(shop, cart, { payment: card(), key })).status).toBe(202);
  });

  it('garbage at first and the truth later gets its order then', async () => {
    gateway.reply = html(502);
    const cart = await cartWith(shop, [await sellable(shop, { stock: 1 }), 1]);
    const key = randomUUID();
    expect((await checkOut(shop, cart, { payment: card(), key })).status).toBe(202);

    gateway.reply = paid();

    expect(await checkOut(shop, cart, { payment: card(), key })).toMatchObject({ status: 201, body: { status: 'completed' } });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Holdfast, ifMatch, Problem, Unanswered } from '@holdfast/client';
import { apiDocument } from '../../apps/api/src/api-document.js';
import { COMMAND, FOLDER, generate } from '../../clients/typescript/generator/generate.mjs';
import { buyOne } from '../../clients/typescript/examples/purchase.js';
import { ROOT } from '../architecture/cruise.js';
import { ordersOf } from '../support/gateway.js';
import { ADDRESS, cartWith, expectProof, type OpenedCart, restock, sellable } from '../support/journey.js';
import { type Lie, LyingProxy } from '../support/lying-proxy.js';
import { PASSWORD, staffOf } from '../support/people.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

describe('the TypeScript client', () => {
  let shop: Shop;
  let guest: Holdfast;
  let office: Holdfast;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { GATEWAY_TIMEOUT_MS: 20_000, STAFF_MFA_REQUIRED: false } });
    guest = new Holdfast({ url: shop.url });
    office = new Holdfast({ url: `${shop.url}/`, token: ADMIN_KEY });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const caught = (work: Promise<unknown>): Promise<any> => work.then(() => { throw new Error('It was answered.'); }, (error) => error);
  const paymentBy = (method: string) => ({ gateway: 'stripe', method });

  it('sells what the office put on the shelf, and staff gives the money back', async () => {
    const { data: product } = await office.post('/v1/admin/products', { body: { title: 'Lamp', handle: 'lamp', status: 'published', variants: [{ prices: [{ amount: 4_900, currency: 'EUR' }] }] } });
    await restock(shop, product.variants[0]!.id, 3);

    const { data: found } = await guest.get('/v1/products/by-handle/{handle}', { path: { handle: 'lamp' } });
    const { data: cart } = await guest.post('/v1/carts', { body: { currency: 'EUR', email: 'ada@example.com', shipping_address: ADDRESS, lines: [{ variant_id: found.variants[0]!.id, quantity: 2 }] } });
    const { data: checkout, status } = await guest.post('/v1/checkouts', { headers: { 'Holdfast-Cart-Token': cart.token }, body: { cart_id: cart.id, payment: paymentBy('pm_card_visa') } });

    expect([status, checkout.status, checkout.order?.id]).toEqual([201, 'completed', expect.stringMatching(/^ord_/)]);

    const member = await staffOf(shop, 'owner');
    let asked = 0;
    const staff = new Holdfast({
      url: shop.url,
      token: async () => {
        const { data } = await guest.post('/v1/sessions', { body: { email: member.email, password: PASSWORD, as: 'staff' } });
        asked += 1;
        return (data as { access_token: string }).access_token;
      },
    });
    const { data: order } = await staff.get('/v1/admin/orders/{id}', { path: { id: checkout.order!.id } });
    const { data: refund } = await staff.post('/v1/admin/orders/{id}/refunds', { path: { id: order.id }, body: { lines: [{ line_id: order.lines[0]!.id, quantity: 1 }], reason: 'goods_returned' } });

    expect([refund.status, refund.amount, asked]).toEqual(['succeeded', { amount: 4_900, currency: 'EUR' }, 2]);
  });

  it('buys as its README shows', async () => {
    await sellable(shop, { title: 'Bench' });
    const example = readFileSync(join(ROOT, 'clients/typescript/examples/purchase.ts'), 'utf8');

    expect(readFileSync(join(ROOT, 'clients/typescript/README.md'), 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\``);
    expect(await buyOne(shop.url)).toMatchObject({ id: expect.stringMatching(/^ord_/) });
    expect(await buyOne(shop.url, 'pm_card_visa_chargeDeclined')).toBeUndefined();
  });

  it('throws problems by their codes, with the faults of fields and what else they tell', async () => {
    const variant = await sellable(shop, { stock: 1 });
    const cart = await cartWith(shop, [variant, 2]);

    const missing = await caught(guest.get('/v1/products/{id}', { path: { id: 'prod_01h455vb4pex5vsknk084sn02q' } }));
    const wrong = await caught(guest.post('/v1/carts', { body: { lines: [{ variant_id: variant, quantity: -1 }] } as never }));
    const tooMany = await caught(guest.post('/v1/checkouts', { headers: { 'Holdfast-Cart-Token': cart.token }, body: { cart_id: cart.id, payment: paymentBy('pm_card_visa') } }));

    expect(missing).toBeInstanceOf(Problem);
    expect([missing.code, missing.status, missing.is('not-found')]).toEqual(['not-found', 404, true]);
    expect([wrong.code, wrong.errors]).toEqual(['invalid-request', expect.arrayContaining([expect.objectContaining({ pointer: '/lines/0/quantity' })])]);
    expect([tooMany.is('insufficient-stock', 'not-found'), tooMany.body['lines']]).toEqual([true, [expect.objectContaining({ requested: 2, available: 1 })]]);
    expect(tooMany.requestId).toMatch(/^req_/);
  });

  it('reads lists to their ends, and changes only what is still as it was read', async () => {
    const handles = ['first', 'second', 'third'];
    for (const handle of handles) await office.post('/v1/admin/products', { body: { title: 'Row', handle, vendor: 'Rows', status: 'published', variants: [{ prices: [{ amount: 100, currency: 'EUR' }] }] } });
    const found: string[] = [];
    for await (const { handle } of guest.each('/v1/products', { query: { vendor: 'Rows', limit: 1, sort: 'created_at' } })) found.push(handle);

    const one = await guest.get('/v1/products/by-handle/{handle}', { path: { handle: 'first' } });
    const read = await office.get('/v1/admin/products/{id}', { path: { id: one.data.id } });
    const rename = (title: string) => office.patch('/v1/admin/products/{id}', { path: { id: one.data.id }, headers: ifMatch(read), body: { title } });

    expect(found).toEqual(handles);
    expect((await rename('Queue')).data.title).toBe('Queue');
    expect((await caught(rename('Line'))).code).toBe('precondition-failed');
  });

  it('sends files as forms', async () => {
    const file = new Blob(['Handle,Title,Variant Price\nkite,Kite,9.90\n'], { type: 'text/csv' });

    expect(await office.post('/v1/admin/imports', { body: { currency: 'EUR', file } })).toMatchObject({ status: 202, data: { id: expect.stringMatching(/^job_|^imp_/) } });
  });

  describe('behind a line that fails', () => {
    let line: LyingProxy;
    let tries: number;
    let lies: Lie[];
    let onTheLine: Holdfast;

    const cut: Lie = (response) => void response.destroy();
    const half: Lie = (response, { status, body }) => void response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(body.length) }).write(body.slice(0, 20), () => response.destroy());
    const refuse = (status: number, retryAfter: string, code?: string): Lie => (response) =>
      void response.writeHead(status, { 'retry-after': retryAfter, 'content-type': code ? 'application/problem+json' : 'text/html' }).end(code ? JSON.stringify({ code, title: code, detail: code }) : '<html>');

    beforeAll(async () => {
      line = await LyingProxy.before(shop.url, (method) => method === 'POST');
    });
    beforeEach(() => {
      [tries, lies] = [0, []];
      line.lie = (response, honest) => {
        tries += 1;
        const lie = lies.shift();
        if (lie) lie(response, honest);
        else response.writeHead(honest.status, { 'content-type': 'application/json' }).end(honest.body);
      };
      onTheLine = new Holdfast({ url: line.url, longestPause: 5 });
    });
    afterAll(() => line.close());

    const filled = async () => cartWith(shop, [await sellable(shop), 1]);
    const buy = (client: Holdfast, cart: OpenedCart, key?: string) =>
      client.post('/v1/checkouts', { headers: { 'Holdfast-Cart-Token': cart.token, 'Idempotency-Key': key }, body: { cart_id: cart.id, payment: paymentBy('pm_card_visa') } });

    it('buys once when answers are lost, break off, or come from a balancer that gave up', async () => {
      lies = [cut, half, refuse(502, '0')];

      const { data } = await buy(onTheLine, await filled());

      expect([data.status, tries, await ordersOf(shop, data.id)]).toEqual(['completed', 4, 1]);
    });

    it('hands the key out when no answer comes at all, and asks again with it later', async () => {
      lies = [cut, cut];
      const cart = await filled();

      const silence = await caught(buy(new Holdfast({ url: line.url, retries: 1 }), cart));
      const { data } = await buy(guest, cart, silence.idempotencyKey);

      expect(silence).toBeInstanceOf(Unanswered);
      expect([data.status, tries, await ordersOf(shop, data.id)]).toEqual(['completed', 2, 1]);
    });

    it('waits as it is told to, however the request is made, when nothing was done yet', async () => {
      lies = [refuse(503, '1', 'overloaded'), refuse(429, '0', 'too-many-requests')];

      const refused = await caught(onTheLine.post('/v1/sessions', { body: { email: 'nobody@example.com', password: PASSWORD } }));

      expect([refused.code, tries]).toEqual(['invalid-credentials', 3]);
    });

    it('throws what would take too long to wait for', async () => {
      lies = [refuse(429, '3600', 'too-many-requests')];

      const refused = await caught(buy(onTheLine, await filled()));

      expect([refused.code, refused.retryAfter, tries]).toEqual(['too-many-requests', 3_600, 1]);
    });

    it.each<[string, Lie]>([['an answer that is lost', cut], ['a balancer that gave up', refuse(504, '0')]])('sends no POST without a key again after %s', async (_, lie) => {
      lies = [lie];

      const error = await caught(onTheLine.post('/v1/sessions', { body: { email: 'nobody@example.com', password: PASSWORD } }));

      expect([error.name, error.idempotencyKey, tries]).toEqual([lie === cut ? 'Unanswered' : 'Problem', undefined, 1]);
    });

    it('gives up when it is told to', async () => {
      lies = [refuse(503, '4', 'overloaded')];
      const giveUp = new AbortController();
      const sale = onTheLine.post('/v1/sessions', { signal: giveUp.signal, body: { email: 'nobody@example.com', password: PASSWORD } });
      giveUp.abort();

      expect((await caught(sale)).name).toBe('AbortError');
    });
  });

  it('is made of the API as it is', async () => {
    const document = await apiDocument();
    const served = await shop.ask('GET', '/openapi.json', { unchecked: true });
    const files = await generate(document);

    const isStale = ([name, content]: [string, string]): boolean => readFileSync(join(FOLDER, name), 'utf8') !== content;
    expect(Object.entries(files).filter(isStale).map(([name]) => `${name} is stale: ${COMMAND}`)).toEqual([]);
    expect(Object.keys(served.body.paths).filter((path) => !path.startsWith('/v1/test/'))).toEqual(Object.keys(document.paths));
  });
});

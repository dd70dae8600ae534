import { FakeGateway, json, paid, type Reply } from '../support/fake-gateway.js';
import { operationsOf, resolveNow } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { applyEvents, deliver, standingOf, storedEvents } from '../support/webhooks.js';

const PRICE = 1_999;
const INTENT = { id: 'pi_fake', object: 'payment_intent', amount: PRICE, amount_received: PRICE, amount_capturable: 0, currency: 'eur', status: 'succeeded', latest_charge: { id: 'ch_1', disputed: false } };
const REFUND = { id: 're_1', object: 'refund', amount: 500, currency: 'eur', payment_intent: 'pi_fake', status: 'succeeded', metadata: {} };
const list = (...data: object[]): object => ({ object: 'list', data, has_more: false });

describe('books of a gateway', () => {
  let shop: Shop;
  let gateway: FakeGateway;
  let id: string;
  let operation: string;
  let told = 0;

  beforeAll(async () => {
    gateway = await FakeGateway.listen();
    shop = await Shop.open({ settings: { STRIPE_API_BASE: gateway.url, GATEWAY_TIMEOUT_MS: 1_000 } });
    gateway.reply = paid();
    const { body } = await checkOut(shop, await cartWith(shop, [await sellable(shop), 1]), { payment: card() });
    id = body.id;
    operation = gateway.questions[0]!.form.get('metadata[holdfast_operation]')!;
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
    await gateway.close();
  });

  /** The gateway's books, and an event that leads to looking into them; answers what became of the event. */
  async function look(intent: object, refunds: object, reply?: Reply) {
    gateway.reply = reply ?? ((response, question) => json(question.path === '/v1/refunds' ? refunds : { ...INTENT, metadata: { holdfast_operation: operation }, ...intent })(response, question));
    await deliver(shop, { id: `evt_${++told}`, type: 'charge.refunded', created: 1, payment_intent: 'pi_fake', object: { object: 'charge', payment_intent: 'pi_fake' } });
    await applyEvents(shop);
    return (await storedEvents(shop, 'pi_fake')).find(({ event_id }) => event_id === `evt_${told}`)!;
  }

  it.each<[string, object, object, string]>([
    ['of half a cent', { amount_received: 0.5 }, list(), 'parked'],
    ['with a number as text', { amount_received: '1999' }, list(), 'parked'],
    ['with less than nothing', { amount_received: -1 }, list(), 'parked'],
    ['with more than was authorized', { amount_received: PRICE + 1 }, list(), 'parked'],
    ['in another currency', { currency: 'usd' }, list(), 'failed'],
    ['without a currency', { currency: null }, list(), 'parked'],
    ['of something else', { object: 'charge' }, list(), 'parked'],
    ['of another intent', { id: 'pi_other' }, list(), 'parked'],
    ['of an operation that nobody knows', { metadata: { holdfast_operation: 'op_01h455vb4pex5vsknk084sn02q' } }, list(), 'parked'],
    ['of nobody', { metadata: null }, list(), 'parked'],
    ['with refunds beyond what was captured', {}, list({ ...REFUND, amount: PRICE + 1 }), 'parked'],
    ['with refunds of half a cent', {}, list({ ...REFUND, amount: 0.5 }), 'parked'],
    ['with refunds that owe', {}, list({ ...REFUND, amount: -500 }), 'parked'],
    ['with refunds that are none', {}, list({}), 'parked'],
    ['with refunds of a state that nobody knows', {}, list({ ...REFUND, status: 'teleported' }), 'applied'],
  ])('%s move nothing', async (_, intent, refunds, state) => {
    const before = await standingOf(shop, id);

    expect(await look(intent, refunds)).toMatchObject({ state });

    expect(await standingOf(shop, id)).toEqual(before);
  });

  it.each<[string, Reply]>([
    ['HTML', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['a list', json([])],
    ['null', json(null)],
    ['500', json({ error: { type: 'api_error' } }, 500)],
    ['nothing, ever', () => undefined],
  ])('that are %s move nothing, and are asked for again', async (_, reply) => {
    expect(await look({}, list(), reply)).toMatchObject({ state: 'parked', reason: expect.stringMatching(/^error: /) });
  });

  it('that tell of a refund on its way are asked for it again, not for what they answered at first', async () => {
    const { body: { data: [payment] } } = await shop.admin('GET', `/v1/admin/payments?checkout=${id}`);
    let state = 'pending';
    const asked = gateway.questions.length;
    gateway.reply = (response, question) => {
      const key = gateway.questions.slice(asked).find(({ method, path }) => method === 'POST' && path === '/v1/refunds')?.form.get('metadata[holdfast_operation]');
      // A repeat under the same key gets the first answer.
      json({ ...REFUND, status: question.method === 'POST' ? 'pending' : state, metadata: { holdfast_operation: key } })(response, question);
    };

    await shop.admin('POST', `/v1/admin/payments/${payment.id}/refunds`, { amount: { amount: 500, currency: 'EUR' } });
    await resolveNow(shop);
    const pending = (await operationsOf(shop, id)).find(({ kind }) => kind === 'refund');
    state = 'succeeded';
    await resolveNow(shop);

    expect(pending).toMatchObject({ state: 'unknown', code: 'refund-pending' });
    expect((await operationsOf(shop, id)).find(({ kind }) => kind === 'refund')).toMatchObject({ state: 'succeeded' });
    expect(gateway.questions.slice(asked).filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(await standingOf(shop, id)).toMatchObject({ refunded: 500 });
  });
});

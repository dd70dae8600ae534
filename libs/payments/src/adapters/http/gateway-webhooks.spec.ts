import { createHmac, randomUUID } from 'node:crypto';
import { Shop, WEBHOOK_SECRET } from '../../../../../test/support/shop.js';
import { sql } from '../../../../../test/support/sql.js';
import { eventBody, seconds, signature } from '../../../../../test/support/webhooks.js';

const NEXT_SECRET = 'whsec_that_takes_its_place_soon';
const PATH = '/v1/gateway-webhooks/stripe';
const INTENT = { id: 'pi_1', object: 'payment_intent', amount: 100, currency: 'eur', status: 'succeeded' };

const event = (over: object = {}): string => eventBody({ id: `evt_${randomUUID()}`, type: 'payment_intent.succeeded', created: seconds(), object: INTENT, ...over });
const hmac = (text: string, secret = WEBHOOK_SECRET): string => createHmac('sha256', secret).update(text).digest('hex');

interface Delivered {
  readonly body: string | Uint8Array;
  readonly header?: string;
  readonly path?: string;
}

describe('webhooks of Stripe', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STRIPE_WEBHOOK_SECRET: [WEBHOOK_SECRET, NEXT_SECRET], RATE_LIMIT_ADDRESS_PER_MINUTE: 200 } });
  });
  afterAll(() => shop.close());

  const send = ({ body, header, path = PATH }: Delivered) =>
    shop.ask('POST', path, { raw: body, headers: header === undefined ? {} : { 'stripe-signature': header }, unchecked: path !== PATH });
  const stored = () => sql(shop.database.url, 'select gateway, event_id, type, reference, state, payload from payments.gateway_events order by received_at, id');
  const counted = async (): Promise<Record<string, number>> => {
    const { body } = await shop.admin('GET', '/v1/admin/gateway-event-refusals');
    return Object.fromEntries(body.data.map(({ gateway, reason, count }: { gateway: string; reason: string; count: number }) => [`${gateway} ${reason}`, count]));
  };

  const forgeries: readonly [name: string, reason: string, make: (body: string, time: number) => Delivered][] = [
    ['no signature', 'signature', (body) => ({ body })],
    ['an empty one', 'signature', (body) => ({ body, header: '' })],
    ['words', 'signature', (body) => ({ body, header: 'let me in' })],
    ['a time alone', 'signature', (body, time) => ({ body, header: `t=${time}` })],
    ['a signature without its time', 'signature', (body, time) => ({ body, header: `v1=${hmac(`${time}.${body}`)}` })],
    ['a time that is none', 'signature', (body, time) => ({ body, header: `t=now,v1=${hmac(`${time}.${body}`)}` })],
    ['the signature of a guessed secret', 'signature', (body, time) => ({ body, header: signature(body, { secret: 'whsec_guess', time }) })],
    ['the signature of an empty secret', 'signature', (body, time) => ({ body, header: signature(body, { secret: '', time }) })],
    ['a signature under another scheme', 'signature', (body, time) => ({ body, header: `t=${time},v0=${hmac(`${time}.${body}`)}` })],
    ['a signature cut short', 'signature', (body, time) => ({ body, header: signature(body, { time }).slice(0, -2) })],
    ['a signature that is too long', 'signature', (body, time) => ({ body, header: `${signature(body, { time })}00` })],
    ['a signature in capitals', 'signature', (body, time) => ({ body, header: `t=${time},v1=${hmac(`${time}.${body}`).toUpperCase()}` })],
    ['a signature of the body alone', 'signature', (body, time) => ({ body, header: `t=${time},v1=${hmac(body)}` })],
    ['the signature of another body', 'signature', (body, time) => ({ body, header: signature(`${body} `, { time }) })],
    ['a body with one byte more', 'signature', (body, time) => ({ body: `${body}\n`, header: signature(body, { time }) })],
    ['a body in another layout', 'signature', (body, time) => ({ body: JSON.stringify(JSON.parse(body), null, 2), header: signature(body, { time }) })],
    ['a body with another amount', 'signature', (body, time) => ({ body: body.replace('"amount":100', '"amount":900'), header: signature(body, { time }) })],
    ['a body with a mark before it that decoders drop', 'malformed', (body, time) => ({ body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]), header: signature(body, { time }) })],
    ['a body that is no text', 'malformed', (body, time) => ({ body: Buffer.concat([Buffer.from(body), Buffer.from([0xff])]), header: signature(body, { time }) })],
    ['no body', 'malformed', (_, time) => ({ body: '', header: signature('', { time }) })],
    ['a signature of ten minutes ago', 'stale', (body, time) => ({ body, header: signature(body, { time: time - 600 }) })],
    ['an old signature under a new time', 'signature', (body, time) => ({ body, header: `t=${time},v1=${hmac(`${time - 600}.${body}`)}` })],
    ['a signature of the year 1970', 'stale', (body) => ({ body, header: signature(body, { time: 1 }) })],
    ['signed words that are no JSON', 'malformed', (_, time) => ({ body: 'no JSON', header: signature('no JSON', { time }) })],
    ['signed JSON that is no event', 'malformed', (_, time) => ({ body: '{"object":"charge"}', header: signature('{"object":"charge"}', { time }) })],
    ['a signed list', 'malformed', (_, time) => ({ body: '[]', header: signature('[]', { time }) })],
    ['a signed event without an id', 'malformed', (body, time) => { const odd = body.replace(/"id":"evt_[^"]*",/, ''); return { body: odd, header: signature(odd, { time }) }; }],
    ['a gateway that is not here', 'unknown-gateway', (body, time) => ({ body, header: signature(body, { time }), path: '/v1/gateway-webhooks/adyen' })],
    ['a gateway that sends no events', 'unknown-gateway', (body, time) => ({ body, header: signature(body, { time }), path: '/v1/gateway-webhooks/manual' })],
  ];

  it.each(forgeries)('are refused with %s (%s), leave nothing, and are counted', async (_, reason, make) => {
    const name = `${reason === 'unknown-gateway' ? 'unknown' : 'stripe'} ${reason}`;
    const before = (await counted())[name] ?? 0;

    const answer = await send(make(event(), seconds()));

    expect(answer).toMatchObject({ status: 400, body: { code: 'webhook-refused', reason } });
    expect(await stored()).toEqual([]);
    expect((await counted())[name]).toBe(before + 1);
  });

  it.each([
    ['one', (body: string) => signature(body)],
    ['the next secret, while one takes the place of the other', (body: string) => signature(body, { secret: NEXT_SECRET })],
    ['several, of which one fits', (body: string) => `${signature(body, { secret: 'whsec_of_another_endpoint' })},v1=${hmac(`${seconds()}.${body}`)},v0=abc`],
    ['four minutes ago', (body: string) => signature(body, { time: seconds() - 240 })],
  ])('are stored with a signature that fits: %s', async (_, sign) => {
    const id = `evt_${randomUUID()}`;
    const body = event({ id });

    expect(await send({ body, header: sign(body) })).toMatchObject({ status: 200, body: { received: true } });

    expect((await stored()).at(-1)).toMatchObject({ gateway: 'stripe', event_id: id, reference: 'pi_1', state: 'received' });
  });

  it('are taken byte by byte, in any layout and any script', async () => {
    const id = `evt_${randomUUID()}`;
    const body = `\n  ${JSON.stringify(JSON.parse(event({ id, object: { ...INTENT, description: 'Grüße 🎁 \u2028' } })), null, 4)}\r\n\t`;

    expect((await send({ body, header: signature(body) })).status).toBe(200);
    expect((await stored()).at(-1)).toMatchObject({ event_id: id });
  });

  it('keep nothing of cards and persons, whatever they carry', async () => {
    const id = `evt_${randomUUID()}`;
    const body = event({
      id,
      object: {
        ...INTENT, client_secret: 'pi_1_secret_2', receipt_email: 'ada@example.com', shipping: { name: 'Ada' }, last_payment_error: { payment_method: { card: { last4: '4242' } } },
        payment_method_details: { card: { number: '4242424242424242' } }, metadata: { note: 'call Ada' },
      },
    });

    await send({ body, header: signature(body) });

    const { payload } = (await stored()).at(-1)!;
    expect(payload).toMatchObject({ id, object: INTENT });
    expect(JSON.stringify(payload)).not.toMatch(/secret|example\.com|Ada|4242/);
  });

  it('are stored once, however often they come at once', async () => {
    const id = `evt_${randomUUID()}`;
    const body = event({ id });

    const answers = await Promise.all(Array.from({ length: 50 }, () => send({ body, header: signature(body) })));

    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect((await stored()).filter(({ event_id }) => event_id === id)).toHaveLength(1);
  });

  it('are not limited by their address where they are genuine, and are where they are not', async () => {
    const flood = async (header: (body: string) => string, times: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let sent = 0; sent < times; sent += 25) {
        const answers = await Promise.all(Array.from({ length: 25 }, () => { const body = event(); return send({ body, header: header(body) }); }));
        statuses.push(...answers.map(({ status }) => status));
      }
      return [...new Set(statuses)];
    };

    expect(await flood((body) => signature(body), 250)).toEqual([200]);
    expect(await flood(() => 'forged', 250)).toEqual([400, 429]);
  });
});

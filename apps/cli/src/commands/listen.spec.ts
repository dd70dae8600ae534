import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { eventually } from '../../../../test/support/eventually.js';
import { card, cartWith, checkOut, sellable } from '../../../../test/support/journey.js';
import { Shop, WEBHOOK_SECRET } from '../../../../test/support/shop.js';
import { cli, type Outcome } from '../cli-under-test.js';
import { GatewayEvents } from '../listen/gateway-events.js';

describe('listen', () => {
  let shop: Shop;
  let server: Server;
  let taken: { body: string; signature: string }[];
  let variant: string;
  let status = 200;
  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 100 });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => {
        taken.push({ body, signature: String(request.headers['stripe-signature']) });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await buy();
  });
  beforeEach(() => {
    [taken, status] = [[], 200];
  });
  afterAll(async () => {
    server.close();
    await shop.close();
  });

  const pay = async (method?: string) => (await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card(method) })).status;
  const buy = async () => expect(await pay()).toBe(201);
  const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  const types = () => taken.map(({ body }) => JSON.parse(body).type);

  /** Listens while `work` goes on; answers what it said. */
  async function listening(work: () => Promise<void>, settings: Record<string, string> = {}, ...args: string[]): Promise<Outcome> {
    const stop = new AbortController();
    const environment = { STRIPE_API_BASE: shop.sandbox.url, STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, ...settings };
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const ended = cli(environment, stop.signal, resolve)('listen', '--forward-to', here(), '--every', '0.05', ...args);
    await ready;
    await work().finally(() => stop.abort());
    return ended;
  }

  it('forwards what happens from now on, in order, as webhooks that Stripe signed', async () => {
    const { status: code, said, warned } = await listening(async () => {
      await buy();
      await pay('pm_card_chargeDeclined');
      await eventually(() => expect(taken.length).toBeGreaterThan(1));
    });

    expect(code).toBe(0);
    expect(warned[0]).toContain(`forwarding to ${here()}. Signed with STRIPE_WEBHOOK_SECRET.`);
    const events = taken.map(({ body, signature }) => Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
    expect(events.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'payment_intent.payment_failed']);
    expect(said[0]).toMatch(/^200 {2}payment_intent\.\w+ {2}evt_\w+ {2}\d+ ms$/);
    expect(said).toHaveLength(taken.length);
  });

  it('asks for all that happened since, oldest first, however many pages that are', async () => {
    const source = new GatewayEvents({ apiBase: shop.sandbox.url, secretKey: 'sk_test_sandbox' }, 2);
    await source.start();
    for (const method of [undefined, 'pm_card_chargeDeclined', undefined, 'pm_card_chargeDeclined', 'pm_card_chargeDeclined']) await pay(method);

    const [all, none] = [await source.since(), await source.since()];

    expect(all.map(({ type }) => type.split('.')[1])).toEqual(['succeeded', 'payment_failed', 'succeeded', 'payment_failed', 'payment_failed']);
    expect(none).toEqual([]);
  });

  it('forwards only the types that are asked for, and tells machines line by line', async () => {
    const { said } = await listening(async () => {
      await buy();
      await pay('pm_card_chargeDeclined');
      await eventually(() => expect(taken.length).toBeGreaterThan(0));
    }, {}, '--events', 'payment_intent.canceled,payment_intent.payment_failed', '--json');

    expect(types()).toEqual(['payment_intent.payment_failed']);
    expect(JSON.parse(said[0]!)).toEqual({ id: expect.stringMatching(/^evt_/), type: 'payment_intent.payment_failed', status: 200, error: null, milliseconds: expect.any(Number) });
  });

  it('says how each was answered, and goes on when one was refused', async () => {
    status = 500;
    const { status: code, said } = await listening(async () => {
      await buy();
      await buy();
      await eventually(() => expect(taken.length).toBeGreaterThan(1));
    });

    expect([code, said[0]]).toEqual([0, expect.stringMatching(/^500 {2}/)]);
  });

  it('makes a secret up and shows it where none is set', async () => {
    const { warned } = await listening(async () => {
      await buy();
      await eventually(() => expect(taken.length).toBeGreaterThan(0));
    }, { STRIPE_WEBHOOK_SECRET: '' });

    const secret = /Signed with (whsec_\S{32})$/.exec(warned[0]!)![1]!;
    expect(() => Stripe.webhooks.constructEvent(taken[0]!.body, taken[0]!.signature, secret)).not.toThrow();
  });

  it.each([
    [[], { STRIPE_SECRET_KEY: 'x' }, 2, '--forward-to'],
    [['--forward-to', 'nowhere'], { STRIPE_SECRET_KEY: 'x' }, 2, '"nowhere" is not an address'],
    [['--forward-to', 'http://localhost:1'], {}, 2, 'STRIPE_SECRET_KEY is missing'],
    [['--forward-to', 'http://localhost:1'], { STRIPE_SECRET_KEY: 'x', STRIPE_API_BASE: 'http://127.0.0.1:2' }, 1, 'The gateway does not answer at http://127.0.0.1:2'],
  ])('refuses %j with %j', async (args, settings, code, says) => {
    const outcome = await cli(settings)('listen', ...args);

    expect([outcome.status, outcome.warned.join('\n')]).toEqual([code, expect.stringContaining(says)]);
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { createTestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { CARDS_ONLY, PAID, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

const SECRET = 'whsec_of_this_spec';

interface Arrived {
  readonly id: string;
  readonly type: string;
  readonly about: string;
  readonly fits: boolean;
}

let sandbox: SandboxUnderTest;
let shop: Server;
const arrived: Arrived[] = [];
let status = 200;

/** A shop that takes events, and says whether Stripe's own client would believe them. */
async function takeEvents(): Promise<void> {
  shop = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id, type, data } = JSON.parse(body);
      const about = data.object.payment_intent ?? data.object.id;
      arrived.push({ id, type, about, fits: isGenuine(body, request.headers['stripe-signature']) });
      const fits = arrived.at(-1)!.fits;
      response.writeHead(fits ? status : 400).end();
    });
  }).listen(0, '127.0.0.1');
  await once(shop, 'listening');
}

function isGenuine(body: string, header: string | string[] | undefined): boolean {
  try {
    sandbox.stripe.webhooks.constructEvent(body, String(header), SECRET);
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}

beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
  await takeEvents();
  const { port } = shop.address() as AddressInfo;
  const endpoint = { url: `http://127.0.0.1:${port}/events`, secret: SECRET };
  await sandbox.control('webhook-endpoint', endpoint, 'PUT');
});
afterEach(async () => {
  status = 200;
  await sandbox.control('webhook-scripts', undefined, 'DELETE');
});
afterAll(async () => {
  await sandbox.stop();
  shop.close();
});

const of = (intent: string): Arrived[] => arrived.filter(({ about }) => about === intent);
const typesOf = (intent: string): string[] => of(intent).map(({ type }) => type);
const pay = (over: object = {}) => sandbox.stripe.paymentIntents.create({ ...PAID, ...over });

describe('events', () => {
  it('tell of every step of a payment, signed', async () => {
    const { id } = await pay({ capture_method: 'manual' });
    await eventually(() => expect(of(id)).toHaveLength(1));
    await sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 2000 });
    await eventually(() => expect(of(id)).toHaveLength(3));
    await sandbox.stripe.refunds.create({ payment_intent: id, amount: 500 });

    await eventually(() => expect(of(id)).toHaveLength(5));

    expect(typesOf(id).toSorted()).toEqual([
      'charge.captured',
      'charge.refunded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
      'refund.created',
    ]);
    expect(of(id).every(({ fits }) => fits)).toBe(true);
  });

  it('tell of challenges, declines and cancellations', async () => {
    const card = 'pm_card_threeDSecure2Required';
    const waiting = await pay({ payment_method: card });
    const declined = await pay({ payment_method: 'pm_card_chargeDeclined' }).catch(
      (error) => error.payment_intent,
    );
    await sandbox.stripe.paymentIntents.cancel(waiting.id);

    await eventually(() => {
      expect(typesOf(waiting.id).toSorted()).toEqual([
        'payment_intent.canceled',
        'payment_intent.requires_action',
      ]);
      expect(typesOf(declined.id)).toEqual(['payment_intent.payment_failed']);
    });
  });

  it('tell nothing of what was refused', async () => {
    const { id } = await pay();
    const before = (await sandbox.control('events')).events.length;

    await sandbox.stripe.refunds.create({ payment_intent: id, amount: 9000 }).catch(() => {});
    await sandbox.stripe.paymentIntents.capture(id).catch(() => {});

    expect((await sandbox.control('events')).events).toHaveLength(before);
  });

  it('come again until they are taken', async () => {
    status = 503;
    const { id } = await pay();
    await eventually(() => expect(of(id).length).toBeGreaterThan(1));
    status = 200;

    await eventually(async () => {
      const { deliveries } = await sandbox.control('deliveries');
      const mine = deliveries.find((one: { payment_intent: string }) => one.payment_intent === id);
      expect(mine).toMatchObject({ state: 'delivered', status: 200 });
    });
    expect(new Set(of(id).map((event) => event.id)).size).toBe(1);
  });

  it.each([
    ['duplicate', [true, true, true]],
    ['wrong_signature', [false, true]],
    ['stale', [false, true]],
    ['late', [true]],
    ['reorder', [true]],
  ])('come %s when they are told to', async (fault, fits) => {
    await sandbox.control('webhook-scripts', { fault, delay_ms: 50 });

    const { id } = await pay();

    await eventually(() => expect(of(id).map((event) => event.fits)).toEqual(fits));
  });

  it('come before the answer when they are told to', async () => {
    await sandbox.control('webhook-scripts', { fault: 'early' });

    const { id } = await pay();

    expect(typesOf(id)).toEqual(['payment_intent.succeeded']);
  });

  it('are on the list of what was not delivered when they are dropped', async () => {
    await sandbox.control('webhook-scripts', { fault: 'drop' });
    const { id } = await pay();

    const undelivered = await sandbox.stripe.events.list({ delivery_success: false });

    expect(undelivered.data.map(({ data }) => data.object)).toMatchObject([{ id }]);
    expect(of(id)).toEqual([]);
  });

  it('tell of disputes, which are listed and decided once', async () => {
    const { id } = await pay({ automatic_payment_methods: CARDS_ONLY });
    const { id: dispute } = await sandbox.control('disputes', { payment_intent: id, amount: 700 });

    const open = await sandbox.stripe.disputes.list({ payment_intent: id });
    await sandbox.control(`disputes/${dispute}/lose`, {});
    const again = await sandbox.control(`disputes/${dispute}/win`, {});

    expect(open.data).toMatchObject([{ id: dispute, amount: 700, status: 'needs_response' }]);
    expect(again.error.message).toBe('This dispute is lost already.');
    const intent = await sandbox.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(intent.latest_charge).toMatchObject({ disputed: true });
    await eventually(() =>
      expect(typesOf(id).toSorted()).toEqual([
        'charge.dispute.closed',
        'charge.dispute.created',
        'payment_intent.succeeded',
      ]),
    );
  });
});

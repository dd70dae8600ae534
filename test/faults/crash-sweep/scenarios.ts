import { createHmac, randomUUID } from 'node:crypto';
import { card, cartWith, type OpenedCart, sellable } from '../../support/journey.js';
import { ADMIN_KEY } from '../../support/shop.js';
import { eventBody, type SandboxEvent } from '../../support/webhooks.js';
import type { Client } from './client.js';
import { type Stage, WEBHOOK_SECRET } from './stage.js';

export const PRICE = 1_999;
const STOCK = 5;

/** How money and stock must stand at the end; amounts in minor units. */
export interface Expected {
  readonly orders: number;
  readonly authorized?: number;
  readonly captured?: number;
  readonly refunded?: number;
  /** Of {@link STOCK} pieces, what can still be bought. */
  readonly available: number;
}

/** What one run does, from a quiet shop to the end. */
export interface Scenario {
  readonly name: string;
  /** Beginnings of the names of the failpoints that are swept while it acts. */
  readonly points: readonly string[];
  /** Sets the scene, undisturbed; answers what the client then does until it has its final answers. */
  readonly given: (stage: Stage) => Promise<(client: Client) => Promise<void>>;
  readonly expected: Expected;
}

const SOLD: Expected = { orders: 1, captured: PRICE, available: STOCK - 1 };
const BACK = 'https://shop.example/back';
const admin = { authorization: `Bearer ${ADMIN_KEY}` };

const cartOf = async (stage: Stage): Promise<OpenedCart> => cartWith(stage, [await sellable(stage, { stock: STOCK, price: PRICE }), 1]);
const key = (headers: Record<string, string> = {}): Record<string, string> => ({ ...headers, 'idempotency-key': randomUUID() });

const checkOut = async (client: Client, cart: OpenedCart, payment?: object) =>
  (await client.insist('POST', '/v1/checkouts', { headers: key(cart.headers), body: { cart_id: cart.id, payment } })).body;

/** The shopper tells that they are back, until the checkout is over. */
const returned = (client: Client, cart: OpenedCart, id: string) =>
  client.insist('POST', `/v1/checkouts/${id}/returns`, { headers: cart.headers }, ({ status, body }) => status === 200 && body.status === 'completed');

async function approve3ds(stage: Stage, checkout: string): Promise<string> {
  const { payment_intents: intents } = await stage.atGateway('GET', '/_sandbox/books');
  const { id } = intents.find(({ metadata }: any) => metadata.holdfast_checkout === checkout);
  await stage.atGateway('POST', `/3ds/${id}/approve`);
  return id as string;
}

/** The shopper opens PayPal's page and approves. */
async function approveAtPayPal(stage: Stage, page: string): Promise<void> {
  const html: string = await stage.atGateway('GET', page);
  await stage.atGateway('POST', /action="([^"]*\/approve[^"]*)"/.exec(html)![1]!);
}

/** An order whose money is authorized, or captured. */
async function placed(stage: Stage, capture: 'manual' | 'automatic') {
  const cart = await cartOf(stage);
  const { body, text } = await stage.ask('POST', '/v1/checkouts', { headers: key(cart.headers), body: { cart_id: cart.id, payment: { ...card(), capture } } });
  if (!body.order) throw new Error(text);
  return { payment: body.payments[0].id as string, order: body.order.id as string };
}

/** Staff asks for something to be done with the payment of an order. */
const action = (capture: 'manual' | 'automatic', verb: string, body: object): Scenario['given'] => async (stage) => {
  const { payment } = await placed(stage, capture);
  return async (client) => void (await client.insist('POST', `/v1/admin/payments/${payment}/${verb}`, { headers: key(admin), body }));
};

/** The gateway tells what happened, again and again until it hears 2xx. */
async function tell(stage: Stage, client: Client, event: SandboxEvent): Promise<void> {
  const raw = eventBody(event);
  const time = Math.floor(Date.now() / 1_000) + stage.passed;
  const signature = `t=${time},v1=${createHmac('sha256', WEBHOOK_SECRET).update(`${time}.${raw}`).digest('hex')}`;
  await client.insist('POST', '/v1/gateway-webhooks/stripe', { raw, headers: { 'stripe-signature': signature } }, ({ status }) => status < 300);
}

const waiting = async (stage: Stage, cart: OpenedCart) => {
  const payment = { ...card('pm_card_threeDSecure2Required'), return_url: BACK };
  const { body, text } = await stage.ask('POST', '/v1/checkouts', { headers: key(cart.headers), body: { cart_id: cart.id, payment } });
  if (body?.status !== 'requires_action') throw new Error(text);
  return body.id as string;
};

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'card',
    points: ['checkout.', 'operation.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      const ask = { headers: key(cart.headers), body: { cart_id: cart.id, payment: card() } };
      return async (client) => {
        await client.insist('POST', '/v1/checkouts', ask);
        await client.insist('POST', '/v1/checkouts', ask);
      };
    },
    expected: SOLD,
  },
  {
    name: '3ds',
    points: ['checkout.', 'operation.', 'resolver.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      return async (client) => {
        const { id } = await checkOut(client, cart, { ...card('pm_card_threeDSecure2Required'), return_url: BACK });
        await approve3ds(stage, id);
        await returned(client, cart, id);
      };
    },
    expected: SOLD,
  },
  {
    name: 'decline',
    points: ['checkout.', 'operation.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      return async (client) => {
        const { checkout_id: id } = await checkOut(client, cart, card('pm_card_chargeDeclined'));
        await client.insist('POST', `/v1/checkouts/${id}/payments`, { headers: key(cart.headers), body: card() });
      };
    },
    expected: SOLD,
  },
  {
    name: 'paypal',
    points: ['checkout.', 'operation.', 'resolver.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      return async (client) => {
        const { id, next_action: next } = await checkOut(client, cart, { gateway: 'paypal', method: 'paypal', return_url: BACK });
        await approveAtPayPal(stage, next.url);
        await returned(client, cart, id);
      };
    },
    expected: SOLD,
  },
  { name: 'capture', points: ['action.', 'operation.'], given: action('manual', 'captures', {}), expected: SOLD },
  { name: 'void', points: ['action.', 'operation.'], given: action('manual', 'voids', {}), expected: { orders: 1, available: STOCK - 1 } },
  {
    name: 'refund',
    points: ['action.', 'operation.'],
    given: action('automatic', 'refunds', { amount: { amount: 500, currency: 'EUR' } }),
    expected: { ...SOLD, refunded: 500 },
  },
  {
    name: 'order-refund',
    points: ['action.', 'operation.'],
    given: async (stage) => {
      const { order } = await placed(stage, 'automatic');
      const { body } = await stage.admin('GET', `/v1/admin/orders/${order}`);
      const lines = [{ line_id: body.lines[0].id, quantity: 1 }];
      return async (client) => void (await client.insist('POST', `/v1/admin/orders/${order}/refunds`, { headers: key(admin), body: { lines } }));
    },
    expected: { ...SOLD, refunded: PRICE },
  },
  {
    name: 'webhook',
    points: ['webhook.', 'event.', 'operation.'],
    given: async (stage) => {
      const id = await waiting(stage, await cartOf(stage));
      const intent = await approve3ds(stage, id);
      const { events }: { events: SandboxEvent[] } = await stage.atGateway('GET', '/_sandbox/events');
      const event = events.find(({ type, payment_intent: about }) => about === intent && type === 'payment_intent.succeeded')!;
      return (client) => tell(stage, client, event);
    },
    expected: SOLD,
  },
  {
    name: 'events-and-mail',
    points: ['relay.', 'dispatch.', 'mail.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      return async (client) => void (await checkOut(client, cart, card()));
    },
    expected: SOLD,
  },
  {
    name: 'resolver',
    points: ['resolver.', 'operation.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      return async (client) => {
        await stage.atGateway('POST', '/_sandbox/scripts', { scripts: [{ operation: 'create', fault: 'succeed_then_500' }] });
        // Here the client only looks; it is the worker that finds out.
        const headers = key(cart.headers);
        const { body } = await client.insist('POST', '/v1/checkouts', { headers, body: { cart_id: cart.id, payment: card() } }, ({ status }) => status === 201 || status === 202);
        await client.insist('GET', `/v1/checkouts/${body.id}`, { headers: cart.headers }, (answer) => answer.body?.status === 'completed');
      };
    },
    expected: SOLD,
  },
  {
    name: 'expiry',
    points: ['expiry.', 'resolver.', 'operation.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      const id = await waiting(stage, cart);
      return async (client) => {
        await stage.later(1_000);
        await client.insist('GET', `/v1/checkouts/${id}`, { headers: cart.headers }, ({ body }) => body?.status === 'expired');
      };
    },
    expected: { orders: 0, available: STOCK },
  },
  {
    name: 'cancel',
    points: ['checkout.'],
    given: async (stage) => {
      const cart = await cartOf(stage);
      const id = await waiting(stage, cart);
      return async (client) => void (await client.insist('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers }, ({ status }) => status === 204));
    },
    expected: { orders: 0, available: STOCK },
  },
];

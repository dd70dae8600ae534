import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { toUuid } from '@holdfast/kernel';
import { GatewayEventProcessor } from '../../libs/payments/src/application/gateway-event-processor.js';
import type { Answer } from './answer.js';
import { type Shop, WEBHOOK_SECRET } from './shop.js';
import { sql } from './sql.js';

const PATH = '/v1/gateway-webhooks/stripe';

/** Now, as signatures tell it. */
export const seconds = (): number => Math.floor(Date.now() / 1_000);

/** `Stripe-Signature` of a body, made here and not by the code that checks it. */
export const signature = (body: string, { secret = WEBHOOK_SECRET, time = seconds() } = {}): string =>
  `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;

export interface SandboxEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly payment_intent: string;
  readonly object: Record<string, any>;
}

/** The body of an event, as Stripe sends it. */
export const eventBody = ({ id, type, created, object }: Pick<SandboxEvent, 'id' | 'type' | 'created' | 'object'>): string =>
  JSON.stringify({ id, object: 'event', api_version: '2026-10-28.endive', created, data: { object }, livemode: false, type });

/** Sends an event as the gateway does. */
export function deliver(shop: Shop, event: SandboxEvent): Promise<Answer> {
  const body = eventBody(event);
  return shop.ask('POST', PATH, { raw: body, headers: { 'stripe-signature': signature(body) } });
}

async function control(shop: Shop, method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${shop.sandbox.url}/_sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** From now on the sandbox tells this shop what happens, as both gateways do. */
export async function connectWebhooks(shop: Shop): Promise<void> {
  await control(shop, 'PUT', 'webhook-endpoint', { url: `${shop.url}${PATH}`, secret: WEBHOOK_SECRET });
  await control(shop, 'PUT', 'webhook-endpoint', { gateway: 'paypal', url: `${shop.url}/v1/gateway-webhooks/paypal`, secret: 'SANDBOXWEBHOOK' });
}

export interface WebhookScript {
  readonly fault: 'duplicate' | 'reorder' | 'drop' | 'early' | 'late' | 'wrong_signature' | 'stale';
  readonly type?: string;
  readonly delay_ms?: number;
  readonly times?: number;
}

/** Lets the next deliveries of the sandbox go wrong. */
export const webhookScript = (shop: Shop, script: WebhookScript): Promise<unknown> => control(shop, 'POST', 'webhook-scripts', script);
export const noWebhookScripts = (shop: Shop): Promise<unknown> => control(shop, 'DELETE', 'webhook-scripts');

/** What the sandbox has told, or would have, about a payment; oldest first. */
export const eventsOf = async (shop: Shop, intent: string): Promise<SandboxEvent[]> =>
  ((await control(shop, 'GET', 'events')).events as SandboxEvent[]).filter(({ payment_intent: about }) => about === intent);

export const deliveriesOf = async (shop: Shop, intent: string): Promise<any[]> =>
  (await control(shop, 'GET', 'deliveries')).deliveries.filter(({ payment_intent: about }: SandboxEvent) => about === intent);

export const openDispute = (shop: Shop, wish: { readonly payment_intent: string; readonly amount?: number }): Promise<{ id: string }> => control(shop, 'POST', 'disputes', wish);
export const closeDispute = (shop: Shop, id: string, verb: 'win' | 'lose'): Promise<unknown> => control(shop, 'POST', `disputes/${id}/${verb}`);

/** Somebody who works in the dashboard of the gateway. */
export function dashboard(shop: Shop): Stripe {
  const { hostname, port } = new URL(shop.sandbox.url);
  return new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
}

export const processorOf = (shop: Shop): GatewayEventProcessor => shop.app.get(GatewayEventProcessor, { strict: false });

/** Works on all stored events, without waiting for their turn. */
export async function applyEvents(shop: Shop): Promise<void> {
  await sql(shop.database.url, `update payments.gateway_events set next_try_at = now() where state in ('received', 'parked')`);
  while ((await processorOf(shop).applyDue()) > 0);
}

/** The stored events of a payment at the gateway, oldest first. */
export const storedEvents = (shop: Shop, reference: string) =>
  sql(shop.database.url, `select event_id, type, state, reason, tries from payments.gateway_events where reference = $1 order by received_at, id`, [reference]);

/** How the payment of a checkout stands here. */
export async function standingOf(shop: Shop, checkoutId: string): Promise<Record<string, any>> {
  const [row] = await sql(
    shop.database.url,
    `select authorized::int, captured::int, voided::int, refunded::int, status, reference from payments.payments where checkout_id = $1 order by created_at desc, id desc limit 1`,
    [toUuid(checkoutId)],
  );
  return row!;
}

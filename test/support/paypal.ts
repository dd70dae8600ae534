import { randomUUID } from 'node:crypto';
import { payPalEvent, signature } from '../../apps/sandbox/src/paypal/event-object.js';
import type { Answer } from './answer.js';
import type { Shop } from './shop.js';

/** Somebody who works at PayPal by hand, or by another program. */
export async function atPayPal(shop: Shop, method: 'GET' | 'POST', path: string, body: object = {}): Promise<any> {
  const basic = { authorization: `Basic ${btoa('a:b')}`, 'content-type': 'application/x-www-form-urlencoded' };
  const token = await fetch(`${shop.sandbox.url}/v1/oauth2/token`, { method: 'POST', headers: basic, body: 'grant_type=client_credentials' });
  const { access_token: text } = (await token.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${text}`, 'content-type': 'application/json' };
  const answer = await fetch(`${shop.sandbox.url}${path}`, { method, headers, ...(method === 'POST' ? { body: JSON.stringify(body) } : {}) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export interface PayPalEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly object: object;
  readonly resource_type: string;
}

/** Sends an event as PayPal does. */
export function deliverPayPal(shop: Shop, event: PayPalEvent): Promise<Answer> {
  const raw = JSON.stringify(payPalEvent(event));
  const [id, time] = [randomUUID(), new Date().toISOString()];
  const headers = {
    'paypal-transmission-id': id, 'paypal-transmission-time': time, 'paypal-transmission-sig': signature(id, time, 'SANDBOXWEBHOOK', raw),
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1', 'paypal-auth-algo': 'SHA256withRSA',
  };
  return shop.ask('POST', '/v1/gateway-webhooks/paypal', { raw, headers });
}

/** What a buyer, a bank or PayPal itself decides, by the levers of the sandbox. */
export async function lever(shop: Shop, path: string, body: object = {}): Promise<any> {
  const answer = await fetch(`${shop.sandbox.url}/_sandbox/paypal/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The shopper opens the page of the gateway and clicks; answers where that leads. */
export async function click(page: string, decision: 'approve' | 'cancel'): Promise<string | null> {
  const html = await (await fetch(page)).text();
  const action = new RegExp(`action="([^"]*/${decision}[^"]*)"`).exec(html)?.[1];
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual' } as const;
  return (await fetch(new URL(action!, page), form)).headers.get('location');
}

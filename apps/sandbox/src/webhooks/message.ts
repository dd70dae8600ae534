import { randomUUID } from 'node:crypto';
import { nowSeconds } from '../clock/clock.js';
import { payPalEvent, signature } from '../paypal/event-object.js';
import { eventObject, type ToldRow } from './event-object.js';
import type { WebhookFault } from './fault.js';
import { signatureOf } from './signature.js';

const LONG_AGO_SECONDS = 600;

/** An event as its gateway sends it; signed wrongly, or long ago, where the fault wants that. */
export function messageOf(event: ToldRow, secret: string, fault: WebhookFault | null): { body: string; headers: Record<string, string> } {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  if (event.gateway === 'stripe') {
    const body = JSON.stringify(eventObject(event));
    const headers = { 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)', 'stripe-signature': signatureOf(body, secret, fault) };
    return { body, headers: { ...type, ...headers } };
  }
  const body = JSON.stringify(payPalEvent(event));
  const id = randomUUID();
  const time = new Date((nowSeconds() - (fault === 'stale' ? LONG_AGO_SECONDS : 0)) * 1_000).toISOString();
  const webhook = fault === 'wrong_signature' ? `${secret}OFANOTHER` : secret;
  const headers = {
    'user-agent': 'PayPal/AUHD-214.0-58',
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': signature(id, time, webhook, body),
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-SANDBOX',
    'paypal-auth-algo': 'SHA256withRSA',
  };
  return { body, headers: { ...type, ...headers } };
}

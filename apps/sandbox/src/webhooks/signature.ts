import { createHmac } from 'node:crypto';
import { nowSeconds } from '../clock/clock.js';
import type { WebhookFault } from './fault.js';

const LONG_AGO_SECONDS = 600;

/** The header `Stripe-Signature` of a body (Stripe docs: "Verify manually"), wrong where the fault wants that. */
export function signatureOf(body: string, secret: string, fault: WebhookFault | null): string {
  const time = nowSeconds() - (fault === 'stale' ? LONG_AGO_SECONDS : 0);
  const key = fault === 'wrong_signature' ? `${secret}-of-somebody-else` : secret;
  return `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}`;
}

import { createHmac } from 'node:crypto';
import type { GatewayEvent } from './gateway-events.js';

const ANSWER_MS = 10_000;

/** How a forwarded event was taken. */
export interface Forwarded {
  readonly id: string;
  readonly type: string;
  /** Null when nobody answered. */
  readonly status: number | null;
  readonly error: string | null;
  readonly milliseconds: number;
}

/** Sends an event as Stripe sends it to a webhook endpoint, signed with `secret` (docs.stripe.com/webhooks: "Verify manually"). */
export async function forward(event: GatewayEvent, to: string, secret: string): Promise<Forwarded> {
  const body = JSON.stringify(event);
  const began = performance.now();
  const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)', 'stripe-signature': signatureOf(body, secret) };
  const taken = await fetch(to, { method: 'POST', body, headers, signal: AbortSignal.timeout(ANSWER_MS) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return { status: answer.status, error: null };
    },
    (error: Error) => ({ status: null, error: (error.cause as { code?: string } | undefined)?.code ?? error.message }),
  );
  return { id: event.id, type: event.type, ...taken, milliseconds: Math.round(performance.now() - began) };
}

function signatureOf(body: string, secret: string): string {
  const time = Math.floor(Date.now() / 1_000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getIntent, type Intent } from '../books/intents.js';
import type { SandboxContext } from '../context.js';
import { inTransaction } from '../database/open.js';
import { intentObject } from '../objects/payment-intent.js';
import { type Decision, settleChallenge } from '../payments/settle-challenge.js';
import { StripeError } from '../protocol/stripe-error.js';
import { challengePage } from './challenge-page.js';

interface ById {
  Params: { id: string };
}

/**
 * The bank's page for 3-D Secure. A browser posts a form and is sent on to the return address;
 * a script posts without one and gets the intent as JSON.
 */
export function challengeRoutes(app: FastifyInstance, context: SandboxContext): void {
  const settle = async (request: FastifyRequest<ById>, reply: FastifyReply, what: Decision) => {
    const work = inTransaction(context.pool, (tx) => settleChallenge(tx, request.params.id, what));
    if (!isForm(request)) return intentObject(await work);
    // A second click finds the matter settled, and the shopper goes back all the same.
    const intent = await work.catch((error: unknown) => {
      if (error instanceof StripeError && error.status === 400) return currentIntent(request);
      throw error;
    });
    return intent.return_url === null
      ? page(reply, intent)
      : reply.redirect(returnAddress(intent, intent.return_url), 303);
  };
  const currentIntent = (request: FastifyRequest<ById>) =>
    getIntent(context.pool, request.params.id);

  app.get<ById>('/3ds/:id', async (request, reply) => page(reply, await currentIntent(request)));
  app.post<ById>('/3ds/:id/approve', (request, reply) => settle(request, reply, 'approve'));
  app.post<ById>('/3ds/:id/decline', (request, reply) => settle(request, reply, 'decline'));
}

function isForm(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

function page(reply: FastifyReply, intent: Intent): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(challengePage(intent));
}

// Stripe docs: "3D Secure authentication": the parameters it adds to the return address.
function returnAddress(intent: Intent, returnUrl: string): string {
  const url = new URL(returnUrl);
  const settled = intent.status === 'succeeded' || intent.status === 'requires_capture';
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', settled ? 'succeeded' : 'failed');
  return url.href;
}

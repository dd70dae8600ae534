import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getIntent, type Intent } from '../books/intents.js';
import type { SandboxContext } from '../context.js';
import { inTransaction, type Queryable, type Transaction } from '../database/open.js';
import { intentObject } from '../objects/payment-intent.js';
import { type Decision, settleChallenge } from '../payments/settle-challenge.js';
import { StripeError } from '../protocol/stripe-error.js';
import { settleSetup } from '../vault/set-up.js';
import { getSetup, type Setup, setupObject } from '../vault/setups.js';
import { challengePage } from './challenge-page.js';

interface ById {
  Params: { id: string };
}

type Waiting = Intent | Setup;

const isSetup = (id: string): boolean => id.startsWith('seti_');
const get = (db: Queryable, id: string): Promise<Waiting> =>
  isSetup(id) ? getSetup(db, id) : getIntent(db, id);
const decide = (tx: Transaction, id: string, what: Decision): Promise<Waiting> =>
  isSetup(id) ? settleSetup(tx, id, what === 'approve') : settleChallenge(tx, id, what);
const shown = (waiting: Waiting): object =>
  'amount' in waiting ? intentObject(waiting) : setupObject(waiting);

/**
 * The bank's page for 3-D Secure. A browser posts a form and is sent on to the return address;
 * a script posts without one and gets the intent as JSON.
 */
export function challengeRoutes(app: FastifyInstance, context: SandboxContext): void {
  const settle = async (request: FastifyRequest<ById>, reply: FastifyReply, what: Decision) => {
    const { id } = request.params;
    const work = inTransaction(context.pool, (tx) => decide(tx, id, what));
    if (!isForm(request)) return shown(await work);
    // A second click finds the matter settled, and the shopper goes back all the same.
    const intent = await work.catch((error: unknown) => {
      if (error instanceof StripeError && error.status === 400) return get(context.pool, id);
      throw error;
    });
    return intent.return_url === null
      ? page(reply, intent)
      : reply.redirect(returnAddress(intent, intent.return_url), 303);
  };

  app.get<ById>('/3ds/:id', async (request, reply) =>
    page(reply, await get(context.pool, request.params.id)),
  );
  app.post<ById>('/3ds/:id/approve', (request, reply) => settle(request, reply, 'approve'));
  app.post<ById>('/3ds/:id/decline', (request, reply) => settle(request, reply, 'decline'));
}

function isForm(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

function page(reply: FastifyReply, waiting: Waiting): FastifyReply {
  const { id, status } = waiting;
  const amount = 'amount' in waiting ? forPeople(waiting.amount, waiting.currency) : null;
  return reply.type('text/html; charset=utf-8').send(challengePage({ id, status, amount }));
}

function forPeople(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

// Stripe docs: "3D Secure authentication": the parameters it adds to the return address.
function returnAddress(waiting: Waiting, returnUrl: string): string {
  const url = new URL(returnUrl);
  const settled = waiting.status === 'succeeded' || waiting.status === 'requires_capture';
  const kind = isSetup(waiting.id) ? 'setup_intent' : 'payment_intent';
  url.searchParams.set(kind, waiting.id);
  url.searchParams.set(`${kind}_client_secret`, waiting.client_secret);
  url.searchParams.set('redirect_status', settled ? 'succeeded' : 'failed');
  return url.href;
}

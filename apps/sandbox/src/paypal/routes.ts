import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxContext } from '../context.js';
import { inTransaction, type Transaction } from '../database/open.js';
import type { Operation } from '../faults/script.js';
import { Severed, withFault } from '../faults/with-fault.js';
import { StripeError } from '../protocol/stripe-error.js';
import { approvalPage } from './approval-page.js';
import { bankLevers } from './bank.js';
import { checkoutOf, get, payPalBooks } from './books.js';
import { disputeLevers, disputeReads } from './disputes.js';
import { errorObject, invalid, PayPalError, refused } from './errors.js';
import { eventRoutes, tell } from './events.js';
import { type Body, objectIn } from './fields.js';
import { type Kind, objectOf, orderObject } from './objects.js';
import { completeOrder, createOrder, settleApproval, type Subject } from './orders.js';
import { heldBalances } from './balances.js';
import { captureAuthorization, refundCapture, voidAuthorization } from './payments.js';

interface ById {
  Params: { id: string };
}
interface ByToken {
  Querystring: { token?: string };
}
type Work = (tx: Transaction) => Promise<Subject>;

const TOKEN = /^Bearer A21AA[A-Za-z0-9_-]{20,}$/;
const TOKEN_SECONDS = 32_400;

/** The part of PayPal's protocol that the shop uses, with books of its own beside Stripe's. */
export async function payPalRoutes(app: FastifyInstance, context: SandboxContext): Promise<void> {
  app.setErrorHandler((error: unknown, _request, reply) => answerError(error, reply));
  app.get('/_sandbox/paypal/books', () => payPalBooks(context.pool));
  app.post('/v1/oauth2/token', (request) => {
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!/^.+:.+$/.test(Buffer.from(basic, 'base64').toString())) throw new PayPalError(401, 'invalid_client', 'Client Authentication failed');
    if (request.body !== 'grant_type=client_credentials') throw invalid('grant_type must be client_credentials');
    const access_token = `A21AA${randomBytes(40).toString('base64url')}`;
    return { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: '', app_id: 'APP-SANDBOX' };
  });
  approval(app, context);
  bankLevers(app, context);
  disputeLevers(app, context);
  await app.register(async (v2) => {
    v2.addHook('onRequest', async ({ headers }) => {
      if (!TOKEN.test(headers.authorization ?? '')) throw new PayPalError(401, 'INVALID_TOKEN', 'Token signature verification failed');
    });
    moves(v2, context);
    reads(v2, context);
    eventRoutes(v2, context);
    disputeReads(v2, context);
  });
}

function moves(app: FastifyInstance, context: SandboxContext): void {
  const post = (path: string, operation: Operation, created: 200 | 201, prepare: (id: string, body: Body) => Work): void => {
    app.post<ById>(path, async (request, reply) => {
      const body = objectIn(request.body);
      const work = prepare(request.params.id ?? '', body);
      const [subject, first] = await scripted(context, request, operation, body, () => once(context, request, told(work, context.origin)).finally(() => context.deliverer.sendEarly()));
      return reply.code(first ? created : 200).send(await objectOf(context.pool, ...subject, context.origin));
    });
  };
  post('/v2/checkout/orders', 'create', 201, (_, body) => createOrder(body));
  post('/v2/checkout/orders/:id/capture', 'confirm', 201, (id) => completeOrder(id, 'CAPTURE'));
  post('/v2/checkout/orders/:id/authorize', 'confirm', 201, (id) => completeOrder(id, 'AUTHORIZE'));
  post('/v2/payments/authorizations/:id/capture', 'capture', 201, captureAuthorization);
  post('/v2/payments/authorizations/:id/void', 'cancel', 200, (id) => voidAuthorization(id));
  post('/v2/payments/captures/:id/refund', 'refund', 201, refundCapture);
}

/** What is done is told as well. An order that only waits for its shopper is no news. */
const told = (work: Work, origin: string): Work => async (tx) => {
  const [kind, id] = await work(tx);
  const order = kind === 'order' ? await get(tx, 'paypal_orders', id) : await orderOfSubject(tx, kind, id);
  if (kind !== 'order' || order.status === 'COMPLETED') await tell(tx, kind, id, order.id, origin);
  return [kind, id];
};

async function orderOfSubject(tx: Transaction, kind: Exclude<Kind, 'order'>, id: string) {
  const table = { authorization: 'paypal_authorizations', capture: 'paypal_captures', refund: 'paypal_refunds' } as const;
  return get(tx, 'paypal_orders', (await get(tx, table[kind], id)).order_id);
}

function reads(app: FastifyInstance, context: SandboxContext): void {
  const one = (path: string, kind: Kind): void => {
    app.get<ById>(path, (request) =>
      scripted(context, request, 'retrieve', {}, () => objectOf(context.pool, kind, request.params.id, context.origin)),
    );
  };
  one('/v2/checkout/orders/:id', 'order');
  one('/v2/payments/authorizations/:id', 'authorization');
  one('/v2/payments/captures/:id', 'capture');
  one('/v2/payments/refunds/:id', 'refund');
  app.get('/v1/reporting/balances', () => heldBalances(context.pool));
}

/** PayPal's page. A browser posts a form and is sent back to the shop; a script posts JSON and gets the order. */
function approval(app: FastifyInstance, context: SandboxContext): void {
  const { pool } = context;
  const page = async (id: string, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(approvalPage(await get(pool, 'paypal_orders', id)));
  app.get<ByToken>('/paypal/checkoutnow', ({ query }, reply) => page(query.token ?? '', reply));
  for (const decision of ['approve', 'cancel'] as const) {
    app.post<ByToken>(`/paypal/checkoutnow/${decision}`, async ({ query: { token = '' }, headers }, reply) => {
      const order = await inTransaction(pool, async (tx) => {
        const settled = await settleApproval(tx, token, decision);
        if (decision === 'approve') await tell(tx, 'order', token, token, context.origin, 'CHECKOUT.ORDER.APPROVED');
        return settled;
      });
      if (headers['content-type']?.startsWith('application/json')) return orderObject(pool, token, context.origin);
      const back = decision === 'approve' ? order.return_url : order.cancel_url;
      if (back === null) return page(token, reply);
      const url = new URL(back);
      url.searchParams.set('token', token);
      if (decision === 'approve') url.searchParams.set('PayerID', 'SANDBOXPAYER1');
      return reply.redirect(url.href, 303);
    });
  }
}

/**
 * The same PayPal-Request-Id does the work once; a repeat is told how what came of it stands now, which is not always what the first one was
 * told (developer.paypal.com/api/rest/reference/idempotency). A refusal is not kept.
 */
async function once({ pool, keys }: SandboxContext, request: FastifyRequest, work: Work): Promise<[Subject, first: boolean]> {
  const id = request.headers['paypal-request-id'];
  if (typeof id !== 'string') return [await inTransaction(pool, work), true];
  const fingerprint = createHash('sha256').update(`${request.url}\n${JSON.stringify(request.body)}`).digest('hex');
  const release = keys.take(`paypal:${id}`);
  try {
    return await inTransaction(pool, async (tx): Promise<[Subject, boolean]> => {
      const { rows } = await tx.query('select fingerprint, kind, subject from sandbox.paypal_requests where id = $1', [id]);
      const [earlier] = rows;
      if (earlier && earlier.fingerprint !== fingerprint) throw refused('DUPLICATE_REQUEST_ID', 'The id was used with another request.');
      if (earlier) return [[earlier.kind, earlier.subject], false];
      const subject = await work(tx);
      await tx.query('insert into sandbox.paypal_requests (id, fingerprint, kind, subject) values ($1, $2, $3, $4)', [id, fingerprint, ...subject]);
      return [subject, true];
    });
  } finally {
    release();
  }
}

async function scripted<T>(
  context: SandboxContext,
  request: FastifyRequest<ById>,
  operation: Operation,
  body: Body,
  work: () => Promise<T>,
): Promise<T> {
  const units = body['purchase_units'];
  const unit = objectIn(Array.isArray(units) ? units[0] : undefined);
  const metadata = {
    holdfast_operation: unit['custom_id'] ?? body['invoice_id'],
    holdfast_checkout: unit['reference_id'] ?? (await checkoutOf(context.pool, request.params.id)),
  };
  const script = await context.scripts.claim({ operation, intent: undefined, metadata });
  if (request.call) request.call.fault = script?.fault ?? null;
  return withFault(script, { socket: request.raw.socket, closing: context.closing }, work);
}

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Severed) throw error;
  const say = (status: number, issue?: string, description?: string) => reply.code(status).send(errorObject(status, issue, description));
  if (error instanceof PayPalError) return say(error.status, error.issue, error.message);
  const { constraint, statusCode } = error as { constraint?: string; statusCode?: number };
  if (constraint === 'paypal_invoice_once') return say(422, 'DUPLICATE_INVOICE_ID', 'Duplicate Invoice ID detected.');
  // The key is in use: another request with it is still running.
  if (error instanceof StripeError && error.status === 409) return say(409, 'PREVIOUS_REQUEST_IN_PROGRESS', 'A previous request is in progress.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return say(400, 'MALFORMED_REQUEST_JSON', 'The request is not well formed.');
  return say(500);
}

import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { inTransaction } from '../database/open.js';
import { closeDispute, disputeObject, openDispute } from '../disputes/disputes.js';
import { intentObject } from '../objects/payment-intent.js';
import { refundObject } from '../objects/refund.js';
import { expireAuthorization } from '../payments/expire-authorization.js';
import { failRefund, succeedRefund } from '../payments/settle-refund.js';
import { invalid } from '../protocol/stripe-error.js';
import { type Endpoint, removeEndpoints, setEndpoint, TELLING } from './endpoint.js';
import { WEBHOOK_FAULTS } from './fault.js';

const LATEST = 1_000;

/** The levers of the tests on webhooks and disputes, which no gateway has. */
export function webhookRoutes(app: FastifyInstance, { pool, deliverer }: SandboxContext): void {
  bankRoutes(app, pool);
  app.put('/_sandbox/webhook-endpoint', (request) =>
    setEndpoint(pool, endpointIn(request.body)).then(() => ({})),
  );
  app.delete('/_sandbox/webhook-endpoint', async () => {
    await removeEndpoints(pool);
    return {};
  });

  app.post('/_sandbox/webhook-scripts', async (request, reply) => {
    const { fault, type = '*', delay_ms = 0, times = 1 } = fieldsOf(request.body);
    if (!WEBHOOK_FAULTS.includes(fault as never)) {
      throw invalid(`fault must be one of ${WEBHOOK_FAULTS.join(', ')}`, { param: 'fault' });
    }
    await pool.query(
      'insert into sandbox.webhook_scripts (fault, type, delay_ms, times) values ($1, $2, $3, $4)',
      [fault, type, delay_ms, times],
    );
    if (fault === 'early') deliverer.expectEarly();
    return reply.code(201).send({ fault, type, delay_ms, times });
  });
  app.delete('/_sandbox/webhook-scripts', async () => {
    const { rowCount } = await pool.query('delete from sandbox.webhook_scripts');
    return { deleted: rowCount };
  });

  app.get('/_sandbox/events', async () => {
    const { rows } = await pool.query(
      'select id, type, created, payment_intent, object from sandbox.events order by seq',
    );
    return { events: rows };
  });
  app.get('/_sandbox/deliveries', async () => {
    const { rows } = await pool.query(
      `select d.id, d.event, e.type, e.payment_intent, d.state, d.fault, d.tries, d.status, d.error,
         d.due_at, d.delivered_at
       from sandbox.deliveries d join sandbox.events e on e.id = d.event
       order by d.id desc limit ${LATEST}`,
    );
    return { deliveries: rows };
  });

  app.post('/_sandbox/disputes', async (request, reply) => {
    const { payment_intent, amount, reason } = fieldsOf(request.body);
    const wish = {
      ...(typeof amount === 'number' && { amount }),
      ...(typeof reason === 'string' && { reason }),
    };
    const opened = await inTransaction(pool, (tx) =>
      openDispute(tx, String(payment_intent), wish),
    );
    return reply.code(201).send(disputeObject(opened));
  });
  for (const [verb, status] of [
    ['win', 'won'],
    ['lose', 'lost'],
  ] as const) {
    app.post<{ Params: { id: string } }>(`/_sandbox/disputes/:id/${verb}`, async (request) =>
      disputeObject(
        await inTransaction(pool, (tx) => closeDispute(tx, request.params.id, status)),
      ),
    );
  }
}

/** What banks do by themselves, days later: settle refunds, send them back, take their hold back. */
function bankRoutes(app: FastifyInstance, pool: SandboxContext['pool']): void {
  for (const [verb, settle] of [['succeed', succeedRefund], ['fail', failRefund]] as const) {
    app.post<{ Params: { id: string } }>(`/_sandbox/refunds/:id/${verb}`, async ({ params: { id } }) =>
      refundObject(await inTransaction(pool, (tx) => settle(tx, id))),
    );
  }
  app.post<{ Params: { id: string } }>('/_sandbox/payment-intents/:id/expire', async ({ params: { id } }) =>
    intentObject(await inTransaction(pool, (tx) => expireAuthorization(tx, id))),
  );
}

function endpointIn(body: unknown): Endpoint {
  const { gateway = 'stripe', url, secret } = fieldsOf(body);
  const known = TELLING.find((name) => name === gateway);
  if (known && typeof url === 'string' && URL.canParse(url) && typeof secret === 'string') {
    return { gateway: known, url, secret };
  }
  throw invalid('The body must be {"url": …, "secret": …}, and may name the "gateway".');
}

function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  throw invalid('The body must be a JSON object.');
}

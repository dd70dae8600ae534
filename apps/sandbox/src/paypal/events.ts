import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Queryable, Transaction } from '../database/open.js';
import { newPayPalId } from './books.js';
import { invalid } from './errors.js';
import { objectIn, textIn } from './fields.js';
import { type Kind, objectOf } from './objects.js';

const TYPES: Readonly<Record<Kind, string>> = {
  order: 'CHECKOUT.ORDER.COMPLETED',
  authorization: 'PAYMENT.AUTHORIZATION.VOIDED',
  capture: 'PAYMENT.CAPTURE.COMPLETED',
  refund: 'PAYMENT.CAPTURE.REFUNDED',
};
const MOST = 300;

/** Writes down that something happened, in the transaction in which it did (developer.paypal.com/api/rest/webhooks/event-names). */
export async function tell(tx: Transaction, kind: Kind, id: string, orderId: string, origin: string, type = TYPES[kind]): Promise<void> {
  const shown = await objectOf(tx, kind, id, origin);
  const resource = kind === 'order' ? shown : { ...shown, supplementary_data: { related_ids: { order_id: orderId } } };
  await tx.query('insert into sandbox.paypal_events (id, type, resource_type, resource) values ($1, $2, $3, $4)', [
    `WH-${newPayPalId()}`, type, kind === 'order' ? 'checkout-order' : kind, JSON.stringify(resource),
  ]);
}

/** The events, oldest first, as PayPal shows and sends them. */
async function events(db: Queryable): Promise<object[]> {
  const { rows } = await db.query('select * from sandbox.paypal_events order by seq desc limit $1', [MOST]);
  return rows.toReversed().map(({ id, created, type, resource_type, resource }) => ({
    id, event_version: '1.0', create_time: created.toISOString(), resource_type, event_type: type, summary: type, resource,
  }));
}

/** Signs as PayPal does, over id, time, webhook and checksum; with a secret of the sandbox in the place of PayPal's certificate. */
export function signature(transmissionId: string, time: string, webhookId: string, event: string): string {
  const text = `${transmissionId}|${time}|${webhookId}|${crc32(event)}`;
  return createHmac('sha256', 'paypal-sandbox').update(text).digest('base64');
}

/** GET the events, and POST one back to hear whether it is genuine. The event is taken from the bytes that came. */
export function eventRoutes(app: FastifyInstance, { pool }: SandboxContext): void {
  app.get('/v1/notifications/webhooks-events', async () => ({ events: await events(pool) }));
  app.register(async (verifying) => {
    verifying.removeContentTypeParser('application/json');
    verifying.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    verifying.post('/v1/notifications/verify-webhook-signature', (request) => {
      const text = String(request.body);
      const body = objectIn(JSON.parse(text));
      const [id, time, webhook] = ['transmission_id', 'transmission_time', 'webhook_id'].map((name) => textIn(body, name));
      const event = /"webhook_event"\s*:\s*(\{.*\})\s*\}$/s.exec(text)?.[1];
      if (!id || !time || !webhook || event === undefined) throw invalid('Something that was signed is missing.');
      const genuine = signature(id, time, webhook, event) === textIn(body, 'transmission_sig', 500);
      return { verification_status: genuine ? 'SUCCESS' : 'FAILURE' };
    });
  });
}

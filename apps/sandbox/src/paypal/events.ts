import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import type { Queryable, Transaction } from '../database/open.js';
import { nowSeconds } from '../clock/clock.js';
import type { ToldRow } from '../webhooks/event-object.js';
import { newPayPalId } from './books.js';
import { invalid } from './errors.js';
import { payPalEvent, signature } from './event-object.js';
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
  await announcePayPal(tx, type, orderId, kind === 'order' ? 'checkout-order' : kind, resource);
}

/** Writes an event down, and its delivery where PayPal's events are sent somewhere. */
export async function announcePayPal(tx: Transaction, type: string, orderId: string, resourceType: string, resource: object): Promise<void> {
  await tx.query(`select sandbox.announce($1, $2, $3, $4, $5, 'paypal', $6)`, [`WH-${newPayPalId()}`, type, nowSeconds(), orderId, JSON.stringify(resource), resourceType]);
}

/** The latest events, oldest first. */
async function events(db: Queryable): Promise<object[]> {
  const { rows } = await db.query<ToldRow>(`select * from sandbox.events where gateway = 'paypal' order by seq desc limit $1`, [MOST]);
  return rows.toReversed().map(payPalEvent);
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

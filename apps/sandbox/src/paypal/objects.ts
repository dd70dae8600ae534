import type { Queryable } from '../database/open.js';
import { amountObject } from './amounts.js';
import { type Authorization, type Capture, get, ofOrder, type Order, type Refund } from './books.js';

/** What has no value is not shown at all. */
const named = (members: Readonly<Record<string, string | null>>): object => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

const link = (href: string, rel: string, method = 'GET') => ({ href, rel, method });

/** The order as PayPal shows it (developer.paypal.com/docs/api/orders/v2), with all that was paid for it. */
export async function orderObject(db: Queryable, id: string, origin: string): Promise<object> {
  const order = await get(db, 'paypal_orders', id);
  const [authorizations, captures, refunds] = [
    await ofOrder(db, 'paypal_authorizations', id), await ofOrder(db, 'paypal_captures', id), await ofOrder(db, 'paypal_refunds', id),
  ];
  const { currency, custom_id, invoice_id, reference_id } = order;
  const payments = {
    ...(authorizations.length > 0 ? { authorizations: authorizations.map((one) => authorizationObject(one, order, origin)) } : {}),
    ...(captures.length > 0 ? { captures: captures.map((one) => captureObject(one, order, origin)) } : {}),
    ...(refunds.length > 0 ? { refunds: refunds.map((one) => refundObject(one, order, origin)) } : {}),
  };
  const waits = order.status === 'CREATED' || order.status === 'PAYER_ACTION_REQUIRED';
  return {
    id,
    intent: order.intent,
    status: order.status,
    create_time: order.created.toISOString(),
    purchase_units: [
      {
        reference_id,
        amount: amountObject(order.amount, currency),
        ...named({ custom_id, invoice_id }),
        ...(Object.keys(payments).length > 0 ? { payments } : {}),
      },
    ],
    payment_source: { paypal: {} },
    links: [link(`${origin}/v2/checkout/orders/${id}`, 'self'), ...(waits ? [link(`${origin}/paypal/checkoutnow?token=${id}`, 'payer-action')] : [])],
  };
}

export function authorizationObject(authorization: Authorization, { currency, custom_id, invoice_id }: Order, origin: string): object {
  const { id, status, amount, created, updated, expires } = authorization;
  return {
    id, status, amount: amountObject(amount, currency), create_time: created.toISOString(), update_time: updated.toISOString(), expiration_time: expires.toISOString(),
    ...named({ custom_id, invoice_id }),
    links: [link(`${origin}/v2/payments/authorizations/${id}`, 'self'), link(`${origin}/v2/payments/authorizations/${id}/capture`, 'capture', 'POST')],
  };
}

export function captureObject(capture: Capture, { currency, custom_id, id: orderId }: Order, origin: string): object {
  const { id, amount, refunded, invoice_id, created, authorization_id } = capture;
  const up = authorization_id === null ? `/v2/checkout/orders/${orderId}` : `/v2/payments/authorizations/${authorization_id}`;
  return {
    id, status: refunded === 0 ? 'COMPLETED' : refunded === amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    amount: amountObject(amount, currency), final_capture: authorization_id === null, create_time: created.toISOString(),
    ...named({ custom_id, invoice_id }),
    supplementary_data: { related_ids: { order_id: orderId } },
    links: [link(`${origin}/v2/payments/captures/${id}`, 'self'), link(`${origin}${up}`, 'up')],
  };
}

export function refundObject(refund: Refund, { currency }: Order, origin: string): object {
  const { id, status, amount, capture_id, invoice_id, custom_id, created } = refund;
  return {
    id, status, amount: amountObject(amount, currency), create_time: created.toISOString(),
    ...named({ custom_id, invoice_id }),
    links: [link(`${origin}/v2/payments/refunds/${id}`, 'self'), link(`${origin}/v2/payments/captures/${capture_id}`, 'up')],
  };
}

/** What a call is about, and how it is shown. */
export type Kind = 'order' | 'authorization' | 'capture' | 'refund';

/** The thing as it stands now. */
export async function objectOf(db: Queryable, kind: Kind, id: string, origin: string): Promise<object> {
  if (kind === 'order') return orderObject(db, id, origin);
  if (kind === 'authorization') {
    const authorization = await get(db, 'paypal_authorizations', id);
    return authorizationObject(authorization, await get(db, 'paypal_orders', authorization.order_id), origin);
  }
  if (kind === 'capture') {
    const capture = await get(db, 'paypal_captures', id);
    return captureObject(capture, await get(db, 'paypal_orders', capture.order_id), origin);
  }
  const refund = await get(db, 'paypal_refunds', id);
  return refundObject(refund, await get(db, 'paypal_orders', refund.order_id), origin);
}

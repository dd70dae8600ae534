import { isId } from '@holdfast/kernel';
import type { GatewayObservation, ObservedRefund } from '../../../domain/gateway-observation.js';
import type { OperationId, OperationKind } from '../../../domain/operation.js';
import type { GatewayCall } from '../../../domain/payment-gateway.js';
import type { PayPalAnswer, PayPalClient } from './paypal-client.js';
import { disputesOf } from './paypal-disputes.js';
import { currencyIn, orderNamedIn, orderOf, type PayPalMovement, type PayPalOrder } from './paypal-orders.js';
import { authorizationResult, movementResult } from './paypal-results.js';

const MOVED = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** All that PayPal has about an order; it may be named by one of its captures. @throws when PayPal does not answer, or with something else */
export async function observeOrder(client: PayPalClient, name: string): Promise<GatewayObservation | undefined> {
  const found = await look(client, `/v2/checkout/orders/${encodeURIComponent(name)}`);
  const reference = found ? name : await orderOfCapture(client, name);
  if (reference === undefined) return undefined;
  const body = found ?? (await look(client, `/v2/checkout/orders/${encodeURIComponent(reference)}`));
  const currency = body ? currencyIn(body) : '';
  const order = body && orderOf(body, currency);
  if (!order || order.id !== reference) throw new Error('PayPal answered with something else');
  const disputes = await Promise.all(order.captures.map(({ id }) => disputesOf(client, id, currency)));
  return { ...observation(order, currency), disputes: disputes.flat() };
}

async function orderOfCapture(client: PayPalClient, id: string): Promise<string | undefined> {
  const capture = await look(client, `/v2/payments/captures/${encodeURIComponent(id)}`);
  return capture && orderNamedIn(capture);
}

/** Undefined for what PayPal does not have; every other refusal proves nothing. */
async function look(client: PayPalClient, path: string): Promise<PayPalAnswer['body'] | undefined> {
  const { status, body } = await client.get(path);
  if (status === 404 && body['name'] === 'RESOURCE_NOT_FOUND') return undefined;
  if (status !== 200) throw new Error(`PayPal does not tell: ${status}`);
  return body;
}

function observation(order: PayPalOrder, currency: string): GatewayObservation {
  const { id: reference, key, amount, intent } = order;
  const call = (kind: OperationKind, of: string | null, much: number) =>
    ({ key: of, kind, amount: much, currency, reference, own: null, capture: intent === 'CAPTURE' ? 'automatic' : 'manual' }) as GatewayCall;
  const captures = order.captures.filter(({ status }) => MOVED.includes(status)).map(({ id, amount: much }) => ({ reference: id, amount: much }));
  const captured = captures.reduce((sum, capture) => sum + capture.amount, 0);
  const refund = (one: PayPalMovement): ObservedRefund => ({
    reference: one.id, operationId: ours(one.key), amount: one.amount, of: one.of, result: movementResult(call('refund', one.key, one.amount), one),
  });
  const [authorization] = order.authorizations;
  const isReleased = authorization?.status === 'VOIDED';
  return {
    reference, operationId: ours(key), currency, captured, captures,
    authorization: authorizationResult(call('authorize', key, amount), order),
    released: isReleased ? amount - captured : 0,
    releasedBecause: isReleased ? (hasExpired(authorization) ? 'authorization_expired' : 'canceled_at_gateway') : undefined,
    refunds: order.refunds.map(refund),
    disputes: [],
  };
}

/** PayPal voids an authorization by itself when its 29 days are over, and keeps of it when that would be, and when it was. */
const hasExpired = ({ expiresAt, updatedAt }: PayPalMovement): boolean => expiresAt !== null && updatedAt !== null && updatedAt >= expiresAt;

const ours = (key: string | null): OperationId | null => (key !== null && isId('op', key) ? key : null);

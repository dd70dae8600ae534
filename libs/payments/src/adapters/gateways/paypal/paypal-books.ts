import { isId } from '@holdfast/kernel';
import type { GatewayObservation, ObservedRefund } from '../../../domain/gateway-observation.js';
import type { OperationId, OperationKind } from '../../../domain/operation.js';
import type { GatewayCall } from '../../../domain/payment-gateway.js';
import type { PayPalClient } from './paypal-client.js';
import { currencyIn, orderOf, type PayPalMovement, type PayPalOrder } from './paypal-orders.js';
import { authorizationResult, movementResult } from './paypal-results.js';

const MOVED = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** All that PayPal has about an order. @throws when it does not answer, or with something else */
export async function observeOrder(client: PayPalClient, reference: string): Promise<GatewayObservation | undefined> {
  const { status, body } = await client.get(`/v2/checkout/orders/${encodeURIComponent(reference)}`);
  if (status === 404 && body['name'] === 'RESOURCE_NOT_FOUND') return undefined;
  const currency = currencyIn(body);
  const order = status === 200 ? orderOf(body, currency) : undefined;
  if (!order || order.id !== reference) throw new Error('PayPal answered with something else');
  return observation(order, currency);
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
    // They have an API of their own, and none of it is in an order.
    disputes: [],
  };
}

/** PayPal voids an authorization by itself when its 29 days are over, and keeps of it when that would be, and when it was. */
const hasExpired = ({ expiresAt, updatedAt }: PayPalMovement): boolean => expiresAt !== null && updatedAt !== null && updatedAt >= expiresAt;

const ours = (key: string | null): OperationId | null => (key !== null && isId('op', key) ? key : null);

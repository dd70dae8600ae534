import Stripe from 'stripe';
import type { GatewayResult } from '../../domain/gateway-result.js';
import { neverLeft } from './connections.js';

export type StripeFailure = Extract<GatewayResult, { outcome: 'declined' | 'not_sent' | 'unknown' }>;

/**
 * What an error of the Stripe client says (docs.stripe.com/error-low-level). Only a card's decline, a refused request and a
 * connection that was never made are certain; anything else may have moved money.
 */
export function stripeFailure(error: unknown): StripeFailure {
  if (error instanceof Stripe.errors.StripeCardError) {
    return { outcome: 'declined', code: error.decline_code || error.code || 'card-declined', reference: error.payment_intent?.id ?? error.setup_intent?.id };
  }
  if (error instanceof Stripe.errors.StripeIdempotencyError) return { outcome: 'unknown', code: 'idempotency-conflict' };
  if (error instanceof Stripe.errors.StripeConnectionError) return connectionFailure(error);
  // These are answered before any work is done, also before the idempotency layer.
  if (error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError) {
    return { outcome: 'not_sent', code: 'gateway-refused-our-key' };
  }
  if (error instanceof Stripe.errors.StripeRateLimitError) return { outcome: 'not_sent', code: 'gateway-busy' };
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode !== undefined && error.statusCode < 409) {
    return { outcome: 'declined', code: error.code || 'invalid-request' };
  }
  return { outcome: 'unknown', code: 'no-certain-answer' };
}

function connectionFailure(error: InstanceType<typeof Stripe.errors.StripeConnectionError>): StripeFailure {
  // The client repeats a call by itself when its connection was cut: the first one may have arrived.
  if (/was retried/.test(error.message)) return { outcome: 'unknown', code: 'no-answer' };
  return neverLeft(error) ? { outcome: 'not_sent', code: 'gateway-unreachable' } : { outcome: 'unknown', code: 'no-answer' };
}

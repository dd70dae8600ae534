import type Stripe from 'stripe';
import type { GatewayResult } from '../../domain/gateway-result.js';
import type { GatewayCall } from '../../domain/payment-gateway.js';

/**
 * What a payment intent says about an operation (docs.stripe.com/payments/paymentintents/lifecycle). A status that is not
 * known here is `unknown`, never a failure.
 */
export function intentResult(call: GatewayCall, intent: Stripe.PaymentIntent): GatewayResult {
  const { id: reference } = intent;
  if (!reference || !isOurs(call, intent)) return { outcome: 'unknown', code: 'mismatch', reference };
  const currency = intent.currency.toUpperCase();
  switch (call.kind) {
    case 'authorize':
      return authorizeResult(intent, currency);
    case 'capture':
      return captureResult(call, intent, currency);
    case 'void':
      return intent.status === 'canceled' ? { outcome: 'succeeded', reference, amount: call.amount, currency } : { outcome: 'unknown', code: `status-${intent.status}`, reference };
    case 'refund':
      return { outcome: 'unknown', code: 'ask-by-refund', reference };
  }
}

function captureResult(call: GatewayCall, intent: Stripe.PaymentIntent, currency: string): GatewayResult {
  const { id: reference } = intent;
  if (intent.status !== 'succeeded') return { outcome: 'unknown', code: `status-${intent.status}`, reference };
  // One capture is all an intent takes: what it received is ours, and what is left is released.
  return { outcome: 'succeeded', reference, amount: intent.amount_received, currency, released: intent.amount - intent.amount_received };
}

/** What an intent says about its authorization. */
export function authorizeResult(intent: Stripe.PaymentIntent, currency = intent.currency.toUpperCase()): GatewayResult {
  const { id: reference, amount } = intent;
  switch (intent.status) {
    case 'succeeded':
      return { outcome: 'succeeded', reference, amount, currency, captured: intent.amount_received };
    case 'requires_capture':
      return { outcome: 'succeeded', reference, amount: intent.amount_capturable, currency, captured: 0 };
    case 'requires_action': {
      const url = intent.next_action?.redirect_to_url?.url;
      return { outcome: 'requires_action', reference, nextAction: url ? { type: 'redirect', url } : null };
    }
    case 'requires_payment_method':
    case 'canceled':
      return { outcome: 'declined', code: intent.last_payment_error?.decline_code || intent.last_payment_error?.code || intent.status, reference };
    default:
      return { outcome: 'unknown', code: `status-${intent.status}`, reference };
  }
}

const isOurs = ({ kind, key, amount, currency }: GatewayCall, intent: Stripe.PaymentIntent): boolean =>
  intent.object === 'payment_intent' &&
  intent.currency?.toUpperCase() === currency &&
  (kind !== 'authorize' || (intent.amount === amount && intent.metadata?.['holdfast_operation'] === key));

export function refundResult(call: GatewayCall, refund: Stripe.Refund): GatewayResult {
  const reference = call.reference ?? '';
  const same = refund.object === 'refund' && refund.amount === call.amount && refund.currency?.toUpperCase() === call.currency;
  if (!same) return { outcome: 'unknown', code: 'mismatch' };
  return refundStatus(reference, refund);
}

/** A refund may wait for the bank (`pending`, `requires_action`), and may fail later, also after it had succeeded (docs.stripe.com/refunds). */
export function refundStatus(reference: string, { id: own, amount, currency, status, failure_reason: why }: Stripe.Refund): GatewayResult {
  switch (status) {
    case 'succeeded':
      return { outcome: 'succeeded', reference, amount, currency: currency.toUpperCase(), own };
    case 'failed':
    case 'canceled':
      return { outcome: 'declined', code: why ?? status, own };
    case 'pending':
    case 'requires_action':
      return { outcome: 'pending', code: `refund-${status.replace('_', '-')}`, own };
    default:
      return { outcome: 'unknown', code: `refund-${status}`, own };
  }
}

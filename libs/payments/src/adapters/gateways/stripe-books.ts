import Stripe from 'stripe';
import { isId } from '@holdfast/kernel';
import type { GatewayObservation, ObservedDispute, ObservedRefund, ReleaseCause } from '../../domain/gateway-observation.js';
import type { OperationId } from '../../domain/operation.js';
import { authorizeResult, refundStatus } from './stripe-results.js';

/** A payment with more refunds than this is for people. */
const MOST = 100;

/** All that Stripe has about a payment intent. @throws when it does not answer, or with something else */
export async function observeIntent(stripe: Stripe, reference: string): Promise<GatewayObservation | undefined> {
  const intent = await stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] }).catch(missing);
  if (!intent) return undefined;
  if (intent.object !== 'payment_intent' || intent.id !== reference || !isMoney(intent.amount, 1) || !isMoney(intent.amount_received, 0)) {
    throw new Error('Stripe answered with something else');
  }
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  return {
    reference,
    operationId: ourOperation(intent.metadata),
    currency: intent.currency.toUpperCase(),
    authorization: authorizeResult(intent),
    captured: intent.amount_received,
    released: releasedOf(intent),
    releasedBecause: releasedBecause(intent),
    refunds: intent.amount_received > 0 ? await refundsOf(stripe, reference) : [],
    disputes: charge?.disputed ? await disputesOf(stripe, reference) : [],
  };
}

async function refundsOf(stripe: Stripe, reference: string): Promise<ObservedRefund[]> {
  const { data } = await stripe.refunds.list({ payment_intent: reference, limit: MOST });
  if (!data.every(({ id, amount }) => id && isMoney(amount, 1))) throw new Error('Stripe answered with refunds that are none');
  return data.map((refund) => ({ reference: refund.id, operationId: ourOperation(refund.metadata), amount: refund.amount, result: refundStatus(reference, refund) })).reverse();
}

async function disputesOf(stripe: Stripe, reference: string): Promise<ObservedDispute[]> {
  const { data } = await stripe.disputes.list({ payment_intent: reference, limit: MOST });
  // An inquiry takes no money; it becomes a dispute, or nothing.
  return data.filter(({ status }) => !status.startsWith('warning')).map(disputeOf).reverse();
}

const isMoney = (amount: unknown, least: number): boolean => Number.isSafeInteger(amount) && (amount as number) >= least;

/** Undefined for what Stripe does not have; every other failure proves nothing. */
export function missing(error: unknown): undefined {
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined;
  throw error;
}

const ourOperation = (metadata: Stripe.Metadata | null): OperationId | null => {
  const id = metadata?.['holdfast_operation'];
  return isId('op', id) ? id : null;
};

function releasedOf({ status, amount, amount_received: received }: Stripe.PaymentIntent): number {
  return status === 'canceled' || status === 'succeeded' ? amount - received : 0;
}

/** Stripe itself cancels what nobody captured in time, 7 days for most cards: `automatic`, or `expired` as it is called lately. */
function releasedBecause({ status, cancellation_reason: reason }: Stripe.PaymentIntent): ReleaseCause | undefined {
  if (status !== 'canceled') return undefined;
  return reason === 'automatic' || reason === 'expired' ? 'authorization_expired' : 'canceled_at_gateway';
}

const disputeOf = ({ id: reference, status, reason, amount, created, evidence_details: evidence }: Stripe.Dispute): ObservedDispute => ({
  reference,
  status: status === 'won' ? 'won' : status === 'lost' ? 'lost' : 'open',
  reason,
  amount,
  evidenceDueAt: evidence?.due_by ? new Date(evidence.due_by * 1_000) : null,
  openedAt: new Date(created * 1_000),
});

import { isUtf8 } from 'node:buffer';
import Stripe from 'stripe';
import { isId } from '@holdfast/kernel';
import type { GatewayResult } from '../../domain/gateway-result.js';
import {
  type GatewayNotice, type GatewayObservation, GatewayWebhooks, type ObservedDispute, type ObservedRefund, type WebhookDelivery, WebhookNotGenuine,
} from '../../domain/gateway-webhooks.js';
import type { OperationId } from '../../domain/operation.js';
import { stripeClient, type StripeSettings } from './stripe-client.js';
import { noticeOf } from './stripe-notices.js';
import { authorizeResult } from './stripe-results.js';

/** How old a signature may be, in seconds (docs.stripe.com/webhooks/signature). */
const TOLERANCE = 300;
/** A payment with more refunds than this is for people. */
const MOST_REFUNDS = 100;
const PAGES = 20;

/** Events of Stripe: verified by Stripe's own code, over the bytes that came. */
export class StripeWebhooks extends GatewayWebhooks {
  readonly name = 'stripe';
  readonly #stripe: Stripe;
  readonly #secrets: readonly string[];

  constructor(settings: StripeSettings) {
    super();
    this.#stripe = stripeClient(settings);
    this.#secrets = settings.webhookSecrets ?? [];
  }

  verify({ body, headers }: WebhookDelivery): Promise<GatewayNotice> {
    return Promise.resolve().then(() => {
      const notice = noticeOf(this.#signed(body, headers['stripe-signature']));
      if (!notice) throw new WebhookNotGenuine('malformed');
      return notice;
    });
  }

  async observe(reference: string): Promise<GatewayObservation | undefined> {
    const intent = await this.#stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] }).catch(missing);
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
      refunds: intent.amount_received > 0 ? await this.#refunds(reference) : [],
      disputes: charge?.disputed ? await this.#disputes(reference) : [],
    };
  }

  async undelivered(): Promise<GatewayNotice[]> {
    const found: GatewayNotice[] = [];
    let after: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { data, has_more: more } = await this.#stripe.events.list({ delivery_success: false, limit: 100, ...(after ? { starting_after: after } : {}) });
      found.push(...data.flatMap((event) => noticeOf(event) ?? []));
      after = data.at(-1)?.id;
      if (!more || !after) break;
    }
    return found.reverse();
  }

  /** The event, if one of our secrets signed exactly these bytes of late. Stripe's client compares in constant time. */
  #signed(body: Uint8Array, header: string | undefined): unknown {
    // It decodes bytes before it hashes them: what does not come back as it was is not what was signed.
    if (body.length === 0 || !isUtf8(body) || body[0] === 0xef) throw new WebhookNotGenuine('malformed');
    let isStale = false;
    for (const secret of this.#secrets) {
      try {
        return this.#stripe.webhooks.constructEvent(Buffer.from(body), header ?? '', secret, TOLERANCE);
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw new WebhookNotGenuine('malformed');
        isStale ||= /tolerance/i.test(error.message);
      }
    }
    throw new WebhookNotGenuine(isStale ? 'stale' : 'signature');
  }

  async #refunds(reference: string): Promise<ObservedRefund[]> {
    const { data } = await this.#stripe.refunds.list({ payment_intent: reference, limit: MOST_REFUNDS });
    if (!data.every(({ id, amount }) => id && isMoney(amount, 1))) throw new Error('Stripe answered with refunds that are none');
    return data.map((refund) => ({ reference: refund.id, operationId: ourOperation(refund.metadata), amount: refund.amount, result: refundFact(reference, refund) })).reverse();
  }

  async #disputes(reference: string): Promise<ObservedDispute[]> {
    const { data } = await this.#stripe.disputes.list({ payment_intent: reference, limit: MOST_REFUNDS });
    // An inquiry takes no money; it becomes a dispute, or nothing.
    return data.filter(({ status }) => !status.startsWith('warning')).map(disputeOf).reverse();
  }
}

const isMoney = (amount: unknown, least: number): boolean => Number.isSafeInteger(amount) && (amount as number) >= least;

/** Undefined for what Stripe does not have; every other failure proves nothing. */
function missing(error: unknown): undefined {
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

function refundFact(reference: string, { id: own, amount, currency, status, failure_reason: why }: Stripe.Refund): GatewayResult {
  if (status === 'succeeded') return { outcome: 'succeeded', reference, amount, currency: currency.toUpperCase(), own };
  if (status === 'failed' || status === 'canceled') return { outcome: 'declined', code: why ?? status };
  return { outcome: 'unknown', code: `refund-${status}`, own };
}

const disputeOf = ({ id: reference, status, reason, amount, created, evidence_details: evidence }: Stripe.Dispute): ObservedDispute => ({
  reference,
  status: status === 'won' ? 'won' : status === 'lost' ? 'lost' : 'open',
  reason,
  amount,
  evidenceDueAt: evidence?.due_by ? new Date(evidence.due_by * 1_000) : null,
  openedAt: new Date(created * 1_000),
});

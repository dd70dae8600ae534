import { Inject, Injectable } from '@nestjs/common';
import type { StoredAnswer } from '@holdfast/kernel';
import { correlation, derivedToken, faultOf, hashToken, newRequestId, PLATFORM_SETTINGS, type PlatformSettings, problemDocument, RequestMetrics } from '@holdfast/platform';
import { CheckoutAnswers, type CheckoutOutcome } from '../../application/checkout-answers.js';
import { checkoutView } from '../../application/checkout-view.js';
import { PaymentDeclined } from '../../domain/errors.js';
import { PaymentGatewayUnavailable } from '../../domain/payment-errors.js';
import type { OrderId } from '../../domain/order.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const PROBLEM_TYPE = { 'content-type': 'application/problem+json; charset=utf-8' };

/** The answers of POST /v1/checkouts and of further payments, as bytes: a repeat gets exactly the same. */
@Injectable()
export class HttpCheckoutAnswers extends CheckoutAnswers {
  constructor(
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
    private readonly metrics: RequestMetrics,
  ) {
    super();
  }

  answer(outcome: CheckoutOutcome): StoredAnswer {
    if (outcome.kind !== 'answered') return this.#refused(outcome);
    const { checkout, parts, order } = outcome;
    const placed = order && { id: order.id, number: order.number, status: 'placed' as const, token: this.orderToken(order.id), placed_at: order.placedAt.toISOString() };
    const body = JSON.stringify(checkoutView(checkout, { ...parts, order: placed }));
    return { status: checkout.status === 'processing' ? 202 : 201, headers: { ...JSON_TYPE, location: `/v1/checkouts/${checkout.id}` }, body };
  }

  orderToken(id: OrderId): string {
    return derivedToken(this.settings.secret, 'order', id);
  }

  orderTokenHash(id: OrderId): Buffer {
    return hashToken(this.orderToken(id));
  }

  #refused(outcome: Exclude<CheckoutOutcome, { kind: 'answered' }>): StoredAnswer {
    const { checkout, paymentId, code, requestId } = outcome;
    const about = { checkout_id: checkout.id, payment_id: paymentId, expires_at: checkout.expiresAt.toISOString() };
    const refusal =
      outcome.kind === 'declined' ? new PaymentDeclined({ ...about, decline_code: code }) : new PaymentGatewayUnavailable({ ...about, gateway: outcome.gateway, reason: code });
    const fault = faultOf(refusal);
    this.metrics.refused(fault.code);
    const request = { url: checkout.attempts > 1 ? `/v1/checkouts/${checkout.id}/payments` : '/v1/checkouts', id: requestId ?? correlation()?.requestId ?? newRequestId() };
    const retryAfter = fault.details?.['retry_after'];
    const headers = retryAfter === undefined ? PROBLEM_TYPE : { ...PROBLEM_TYPE, 'retry-after': String(retryAfter) };
    return { status: fault.status, headers, body: JSON.stringify(problemDocument(fault, this.settings.publicUrl, request)) };
  }
}

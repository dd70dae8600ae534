import { Inject, Injectable } from '@nestjs/common';
import type { StoredAnswer } from '@holdfast/kernel';
import { correlation, derivedToken, faultOf, hashToken, newRequestId, PLATFORM_SETTINGS, type PlatformSettings, problemDocument } from '@holdfast/platform';
import { CheckoutAnswers, type CheckoutOutcome } from '../../application/checkout-answers.js';
import { checkoutView } from '../../application/checkout-view.js';
import { PaymentDeclined } from '../../domain/errors.js';
import type { OrderId } from '../../domain/order.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const PROBLEM_TYPE = { 'content-type': 'application/problem+json; charset=utf-8' };

/** The answers of POST /v1/checkouts and of further payments, as bytes: a repeat gets exactly the same. */
@Injectable()
export class HttpCheckoutAnswers extends CheckoutAnswers {
  constructor(@Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings) {
    super();
  }

  answer(outcome: CheckoutOutcome): StoredAnswer {
    if (outcome.kind === 'declined') return this.#declined(outcome);
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

  #declined({ checkout, paymentId, code, requestId }: Extract<CheckoutOutcome, { kind: 'declined' }>): StoredAnswer {
    const refusal = new PaymentDeclined({ checkout_id: checkout.id, payment_id: paymentId, decline_code: code, expires_at: checkout.expiresAt.toISOString() });
    const request = { url: checkout.attempts > 1 ? `/v1/checkouts/${checkout.id}/payments` : '/v1/checkouts', id: requestId ?? correlation()?.requestId ?? newRequestId() };
    return { status: 402, headers: PROBLEM_TYPE, body: JSON.stringify(problemDocument(faultOf(refusal), this.settings.publicUrl, request)) };
  }
}

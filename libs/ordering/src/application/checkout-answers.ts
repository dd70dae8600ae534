import type { StoredAnswer } from '@holdfast/kernel';
import type { Checkout } from '../domain/checkout.js';
import type { PlacedFacts } from '../domain/checkouts.js';
import type { OrderId } from '../domain/order.js';
import type { CheckoutParts } from './checkout-view.js';

/** How a request to pay a checkout ended. */
export type CheckoutOutcome =
  | { readonly kind: 'answered'; readonly checkout: Checkout; readonly parts: Omit<CheckoutParts, 'order'>; readonly order?: PlacedOrder }
  | { readonly kind: 'declined'; readonly checkout: Checkout; readonly paymentId: string; readonly code: string | null; readonly requestId?: string }
  /** The gateway was surely not reached. */
  | { readonly kind: 'unavailable'; readonly checkout: Checkout; readonly paymentId: string; readonly gateway: string; readonly code: string | null; readonly requestId?: string };

export interface PlacedOrder extends PlacedFacts {
  readonly id: OrderId;
}

/** Writes outcomes down as the API answers them, for the waiting request and for every repeat of it. */
export abstract class CheckoutAnswers {
  abstract answer(outcome: CheckoutOutcome): StoredAnswer;

  /** The secret that opens an order for a guest. */
  abstract orderToken(id: OrderId): string;

  /** What is stored of that secret. */
  abstract orderTokenHash(id: OrderId): Buffer;
}

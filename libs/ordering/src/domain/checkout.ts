import { type Address, type Id, type MoneyData, StateMachine } from '@holdfast/kernel';
import type { CartId, LineId, VariantId } from './cart.js';

export type CheckoutId = Id<'chk'>;
export type CheckoutStatus = 'open' | 'processing' | 'requires_action' | 'completed' | 'expired' | 'canceled';

/** `processing`: a payment is on its way or its outcome is unknown, so nothing may be given up. */
export const CHECKOUT_MACHINE = new StateMachine<CheckoutStatus>('checkout', {
  open: ['processing', 'completed', 'expired', 'canceled'],
  processing: ['open', 'requires_action', 'completed'],
  requires_action: ['open', 'processing', 'completed', 'expired', 'canceled'],
  completed: [],
  expired: [],
  canceled: [],
});

/** A line as it was when the checkout was opened. */
export interface CheckoutLine {
  readonly id: LineId;
  readonly variantId: VariantId;
  readonly productId: Id<'prod'>;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  /** Minor units of the checkout's currency. */
  readonly unitPrice: number;
  readonly total: number;
}

/** Which request waits for the outcome of the running attempt. */
export interface AskedBy {
  readonly scope: string;
  readonly key: string;
}

/** Frozen totals, held stock and payments, for a short time. */
export interface Checkout {
  readonly id: CheckoutId;
  readonly cartId: CartId;
  readonly status: CheckoutStatus;
  readonly email: string | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly lines: readonly CheckoutLine[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly askedBy: AskedBy | null;
  /** How many payments were begun. */
  readonly attempts: number;
  /** What its live payments came to when the last one was begun, in minor units; never more than the total. */
  readonly tendered: number;
  readonly version: number;
}

import type { DomainEvent } from '@holdfast/kernel';
import type { Checkout, CheckoutStatus } from '../domain/checkout.js';
import { ORDER_PLACED } from '../domain/order.js';
import type { PlacedOrder } from './checkout-answers.js';

/** The transition of a checkout into the state it has now. */
export const checkoutEvent = (checkout: Checkout, from: CheckoutStatus | null): DomainEvent => ({
  type: `ordering.checkout-${from === null ? 'opened' : checkout.status.replace('_', '-')}.v1`,
  subject: checkout.id,
  version: checkout.version,
  from,
  to: checkout.status,
  payload: { cart_id: checkout.cartId },
});

export const orderPlaced = (order: PlacedOrder, checkout: Checkout, paymentId: string | null): DomainEvent => ({
  type: ORDER_PLACED,
  subject: order.id,
  version: 1,
  from: null,
  to: 'placed',
  payload: { order_id: order.id, checkout_id: checkout.id, cart_id: checkout.cartId, payment_id: paymentId, customer_id: order.customerId },
});

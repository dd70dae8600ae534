import { type Id, StateMachine } from '@holdfast/kernel';

export type OrderId = Id<'ord'>;
export type OrderStatus = 'placed' | 'processing' | 'completed' | 'canceled';

export const ORDER_MACHINE = new StateMachine<OrderStatus>('order', {
  placed: ['processing', 'canceled'],
  processing: ['completed', 'canceled'],
  completed: [],
  canceled: [],
});

/** Wire name of the event that an order was placed: payload `{ order_id, checkout_id, cart_id, payment_id, customer_id }`. */
export const ORDER_PLACED = 'ordering.order-placed.v1';

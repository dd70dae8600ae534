import type { CheckoutId } from './checkout.js';
import type { OrderId } from './order.js';
import type { OrderRefund, RefundableLine } from './refund.js';

/** Refunds of orders by their lines. Every method needs an active unit of work. */
export abstract class OrderRefunds {
  /** The checkout that an order came from; it never changes. @throws NotFound */
  abstract checkoutOf(id: OrderId): Promise<CheckoutId>;

  /** Locks the lines of an order. @throws NotFound */
  abstract lockLines(id: OrderId): Promise<{ readonly checkoutId: CheckoutId; readonly currency: string; readonly lines: readonly RefundableLine[] }>;

  /** Writes a refund and takes its pieces off the lines. */
  abstract insert(refund: OrderRefund): Promise<void>;

  /** Keeps what became of operations; one that had succeeded may fail later. A refund of which all failed gives its pieces back to the lines. */
  abstract settle(outcomes: readonly { readonly operationId: `op_${string}`; readonly state: 'succeeded' | 'failed' }[]): Promise<void>;
}

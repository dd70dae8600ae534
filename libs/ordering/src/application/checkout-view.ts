import type { Address, MoneyData } from '@holdfast/kernel';
import type { NextAction, PaymentAction, PaymentStatus, PaymentView } from '@holdfast/payments';
import type { Checkout, CheckoutStatus } from '../domain/checkout.js';

export interface CheckoutLineView {
  readonly id: string;
  readonly variant_id: string;
  readonly product_id: string;
  readonly title: string;
  readonly variant_title: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unit_price: MoneyData;
  readonly total: MoneyData;
}

export interface CheckoutPaymentView {
  readonly id: string;
  readonly gateway: string;
  readonly status: PaymentStatus;
  readonly amount: MoneyData;
  readonly authorized: MoneyData;
  readonly captured: MoneyData;
  /** For staff alone: shoppers capture and refund nothing. */
  readonly allowed_actions?: readonly PaymentAction[];
}

export const checkoutPayment = ({ id, gateway, status, amount, authorized, captured }: PaymentView): CheckoutPaymentView => ({ id, gateway, status, amount, authorized, captured });

/** The order a checkout became. `token` is the secret that opens it for a guest (header Holdfast-Order-Token). */
export interface PlacedOrderView {
  readonly id: string;
  readonly number: string;
  readonly status: 'placed' | 'processing' | 'completed' | 'canceled';
  readonly token: string;
  readonly placed_at: string;
}

/** A checkout as clients see it. */
export interface CheckoutView {
  readonly id: string;
  readonly cart_id: string;
  readonly status: CheckoutStatus;
  readonly email: string | null;
  readonly shipping_address: Address | null;
  readonly billing_address: Address | null;
  readonly lines: readonly CheckoutLineView[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
  readonly payments: readonly CheckoutPaymentView[];
  readonly next_action: NextAction | null;
  readonly order: PlacedOrderView | null;
  readonly allowed_actions: readonly ('pay' | 'cancel')[];
  readonly expires_at: string;
  readonly created_at: string;
  readonly version: number;
}

export interface CheckoutParts {
  readonly payments: readonly CheckoutPaymentView[];
  readonly nextAction?: NextAction | null;
  readonly order?: PlacedOrderView | null;
}

export function checkoutView(checkout: Checkout, { payments, nextAction = null, order = null }: CheckoutParts): CheckoutView {
  const { currency } = checkout.total;
  return {
    id: checkout.id,
    cart_id: checkout.cartId,
    status: checkout.status,
    email: checkout.email,
    shipping_address: checkout.shippingAddress,
    billing_address: checkout.billingAddress,
    lines: checkout.lines.map((line) => ({
      id: line.id,
      variant_id: line.variantId,
      product_id: line.productId,
      title: line.title,
      variant_title: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      unit_price: { amount: line.unitPrice, currency },
      total: { amount: line.total, currency },
    })),
    subtotal: checkout.subtotal,
    total: checkout.total,
    payments,
    next_action: checkout.status === 'requires_action' ? nextAction : null,
    order,
    allowed_actions: checkout.status === 'open' ? ['pay', 'cancel'] : checkout.status === 'requires_action' ? ['cancel'] : [],
    expires_at: checkout.expiresAt.toISOString(),
    created_at: checkout.createdAt.toISOString(),
    version: checkout.version,
  };
}

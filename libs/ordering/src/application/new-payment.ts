import type { MoneyData } from '@holdfast/kernel';
import type { CaptureMode, NewPayment, Payments } from '@holdfast/payments';
import type { Checkout } from '../domain/checkout.js';

export interface PaymentChoice {
  /** Null leaves it to the shop's routes. */
  readonly gateway: string | null;
  readonly method: string;
  readonly capture: CaptureMode;
  readonly returnUrl: string | null;
  /** All that is open when absent. */
  readonly amount?: MoneyData | undefined;
}

/** A payment of so much of a checkout at the gateway that was named, or at those that the shop's routes lead to. @throws NoPaymentRoute */
export function newPayment(payments: Payments, { id: checkoutId, shippingAddress }: Checkout, money: MoneyData, choice: PaymentChoice, requestId?: string): NewPayment {
  const { gateway, method, capture, returnUrl } = choice;
  const asked = { method, capture, returnUrl };
  if (gateway !== null) return { ...asked, gateway, checkoutId, money, requestId };
  const [way, ...otherwise] = payments.route({ checkoutId, money, country: shippingAddress?.country ?? null, method: choice.method });
  return { ...asked, ...way, otherwise, checkoutId, money, requestId };
}

import type { Id, MoneyData } from '@holdfast/kernel';
import { type CaptureMode, type NewPayment, PaymentMethodNotUsable, type PaymentMethodId, type Payments, type PaymentWay } from '@holdfast/payments';
import type { Checkout } from '../domain/checkout.js';

export interface PaymentMethodChoice {
  readonly saved: PaymentMethodId;
}

export interface PaymentChoice {
  /** Null leaves it to the shop's routes. */
  readonly gateway: string | null;
  /** In the words of the gateway; or a payment method that is kept for the customer who pays. */
  readonly method: string | PaymentMethodChoice;
  readonly capture: CaptureMode;
  readonly returnUrl: string | null;
  /** All that is open when absent. */
  readonly amount?: MoneyData | undefined;
}

/** The ways to pay with the kept payment methods among these choices, for those who chose them; undefined where there is none. In the unit of work. */
export async function savedWays(payments: Payments, choices: readonly { readonly payment?: PaymentChoice | undefined; readonly customerId: Id<'cus'> | null }[]): Promise<(PaymentWay | undefined)[]> {
  const asked = choices.map(({ payment, customerId }) => (payment && typeof payment.method !== 'string' && customerId ? { id: payment.method.saved, customerId } : undefined));
  const chosen = asked.filter((one) => one !== undefined);
  if (chosen.length === 0) return [];
  const ways = await payments.savedWays(chosen);
  return asked.map((one) => one && ways[chosen.indexOf(one)]);
}

/**
 * A payment of so much of a checkout at the gateway that was named or keeps the payment method, or at those that the shop's routes lead to.
 * @throws NoPaymentRoute PaymentMethodNotUsable
 */
export function newPayment(payments: Payments, { id: checkoutId, shippingAddress }: Checkout, money: MoneyData, choice: PaymentChoice, saved: PaymentWay | undefined, requestId?: string): NewPayment {
  const { gateway, method, capture, returnUrl } = choice;
  if (typeof method !== 'string') {
    if (!saved || (gateway !== null && gateway !== saved.gateway)) throw new PaymentMethodNotUsable();
    return { ...saved, capture, returnUrl, checkoutId, money, requestId };
  }
  const asked = { method, capture, returnUrl };
  if (gateway !== null) return { ...asked, gateway, checkoutId, money, requestId };
  const [way, ...otherwise] = payments.route({ checkoutId, money, country: shippingAddress?.country ?? null, method });
  return { ...asked, ...way, otherwise, checkoutId, money, requestId };
}

import type { Id, MoneyData } from '@holdfast/kernel';

export interface ConfirmedLine {
  readonly title: string;
  /** Option values, e.g. `Small / Blue`; null where the product has one variant only. */
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: MoneyData;
  readonly total: MoneyData;
}

export interface ConfirmedAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly postal_code?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly region?: string | null;
}

/** What the confirmation of an order says. Holds personal data: it goes to the buyer and nowhere else. */
export interface OrderConfirmation {
  readonly number: string;
  readonly email: string;
  readonly placedAt: Date;
  readonly currency: string;
  readonly lines: readonly ConfirmedLine[];
  readonly subtotal: MoneyData;
  readonly total: MoneyData;
  readonly shippingAddress: ConfirmedAddress | null;
  readonly payment: { readonly gateway: string; readonly status: string };
  readonly orderUrl: string;
  /** The guest's secret for this order: it opens the order together with its id. */
  readonly token: string;
}

/** Orders, for other modules. */
export abstract class Orders {
  /** Everything that the confirmation mail of an order needs, or undefined when its buyer was erased. @throws NotFound */
  abstract forConfirmation(id: Id<'ord'>): Promise<OrderConfirmation | undefined>;
}

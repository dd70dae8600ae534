import type { Id } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { NextAction } from '../../domain/gateway-result.js';
import type { PaymentMethodId } from '../../domain/method-vault.js';

export interface SavedMethodView {
  readonly id: PaymentMethodId;
  readonly gateway: string;
  /** `processing`: the gateway has not told the outcome yet. */
  readonly status: 'processing' | 'requires_action' | 'active' | 'failed';
  readonly default: boolean;
  /** Once it is active. */
  readonly card: { readonly brand: string; readonly last4: string; readonly expiry_month: number; readonly expiry_year: number } | null;
  readonly next_action: NextAction | null;
  /** Why it failed. */
  readonly code: string | null;
  readonly created_at: string;
}

/** What a customer has, the default one first, then the newest; what failed is not among it. */
export class ListSavedMethods extends Query<SavedMethodView[]> {
  constructor(readonly customerId: Id<'cus'>) {
    super();
  }
}

/** One of a customer's. @throws PaymentMethodNotFound */
export class GetSavedMethod extends Query<SavedMethodView> {
  constructor(
    readonly customerId: Id<'cus'>,
    readonly id: PaymentMethodId,
  ) {
    super();
  }
}

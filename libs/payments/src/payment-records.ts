import type { Id } from '@holdfast/kernel';

/** A payment whose outcome nobody knows yet. */
export interface UndecidedPayment {
  readonly id: Id<'pay'>;
  readonly checkoutId: Id<'chk'>;
  /** When it is decided, or a human is asked. */
  readonly until: Date;
}

/** What payments hold about those who paid. Cards are at the gateway alone. */
export abstract class PaymentRecords {
  /** All of it that belongs to these checkouts, as rows without secrets. */
  abstract export(checkoutIds: readonly Id<'chk'>[]): Promise<readonly unknown[]>;

  /**
   * Forgets the means of payment and where the shopper came back to, in the caller's unit of work; amounts and references stay, because
   * the books need them. Answers the payments that are not decided yet: they still need what they have.
   */
  abstract forget(checkoutIds: readonly Id<'chk'>[]): Promise<readonly UndecidedPayment[]>;
}

import type { Id } from '@holdfast/kernel';
import type { NextAction } from './gateway-result.js';

export type PaymentMethodId = Id<'pm'>;

/** What is shown of a card. Its number is at the gateway alone. */
export interface CardFace {
  /** In the gateway's words, e.g. `visa`. */
  readonly brand: string;
  readonly last4: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Of four digits. */
  readonly expiryYear: number;
}

/** One setup as a gateway needs it. `key` is the id of what is to be kept: the same key never keeps it twice. */
export interface SetupCall {
  readonly key: PaymentMethodId;
  /** What the shopper's client got from the gateway, to be used once. */
  readonly method: string;
  /** By which the gateway knows the customer, as {@link MethodVault.enroll} answered it. */
  readonly payer: string;
  /** The gateway's own id of the setup, once known. */
  readonly reference: string | null;
  readonly returnUrl: string | null;
}

/** The gateway may have done it, or not. */
export interface Uncertain {
  readonly outcome: 'unknown';
  readonly code: string;
  readonly reference?: string;
}

/** It surely never saw it. */
export interface NotSent {
  readonly outcome: 'not_sent';
  readonly code: string;
}

/** What a gateway said about a setup, by any road. Only what it surely said counts; everything else is `unknown`. */
export type SetupResult =
  | {
      readonly outcome: 'active';
      readonly reference: string;
      /** With which it pays from now on, for this payer alone. */
      readonly token: string;
      readonly card: CardFace;
    }
  | { readonly outcome: 'declined'; readonly code: string; readonly reference?: string }
  | { readonly outcome: 'requires_action'; readonly reference: string; readonly nextAction: NextAction | null }
  | NotSent
  | Uncertain;

export type EnrollResult = { readonly outcome: 'enrolled'; readonly payer: string } | { readonly outcome: 'declined'; readonly code: string } | NotSent | Uncertain;

export type DetachResult = { readonly outcome: 'detached' } | NotSent | Uncertain;

/** What a gateway's books have about a means of payment that it keeps, or was to keep. */
export interface ObservedMethod {
  /** The setup of ours that began it, or the token under which it is kept; null for what somebody else began. */
  readonly target: { readonly id: PaymentMethodId } | { readonly token: string } | null;
  /** Null where there is nothing to be learned from it. */
  readonly fact: SetupResult | { readonly outcome: 'detached' } | null;
}

/**
 * Where a gateway keeps means of payment for customers. No method throws for anything the gateway or the network does, nothing here moves
 * money, and no unit of work may be active during a call. Keys are known again as long as those of the gateway's payments.
 */
export abstract class MethodVault {
  /** Makes a customer known, by our id alone; the same customer gets the same answer while the gateway keeps keys. */
  abstract enroll(customer: Id<'cus'>): Promise<EnrollResult>;

  /** Keeps a means of payment without a charge. Repeating it with the same key is safe and tells the first outcome. */
  abstract setUp(call: SetupCall): Promise<SetupResult>;

  /**
   * Asks what became of a setup. `not_sent` when the gateway has none: which proves something only of a call that cannot be on its way
   * any more.
   */
  abstract find(call: SetupCall): Promise<SetupResult>;

  /** Gives up a setup for which the shopper never did what was asked. Answers as {@link find} does: `active` when they were faster. */
  abstract abandon(call: SetupCall): Promise<SetupResult>;

  /** Whether a reference is of a setup or of a token, and not of a payment. */
  abstract knows(reference: string): boolean;

  /**
   * Asks for what the gateway's books have under such a reference. Undefined when there is nothing of that name.
   * @throws when it does not answer: it leads to no fact then
   */
  abstract observe(reference: string): Promise<ObservedMethod | undefined>;

  /** Makes a token worthless, for ever. `detached` as well when it was before. */
  abstract detach(token: string): Promise<DetachResult>;
}

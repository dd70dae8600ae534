import type { Id } from '@holdfast/kernel';

/** A cart that somebody filled as a guest and brings along when they log in, as they say it: nothing of it was looked at. */
export interface BroughtCart {
  readonly id: string;
  readonly token: string;
}

/** The cart to go on with. `merged`: the customer had one already, and what was brought went there. */
export interface ClaimedCart {
  readonly status: 'claimed' | 'merged';
  readonly id: Id<'cart'>;
}

/** Whoever keeps what guests bring along to a login. Signs on when the process starts. */
export abstract class LoginListener {
  /**
   * Hands the cart over to the customer, in the transaction that opens the session. A throw undoes what this did and nothing else: the
   * customer is logged in all the same, and is told why the cart stays a guest's.
   */
  abstract cartBrought(customer: Id<'cus'>, cart: BroughtCart): Promise<ClaimedCart>;

  /** Told of a failure that was no refusal, so that somebody looks at it. */
  abstract cartLost(error: unknown): void;
}

/** Who has to do something next. */
export const ACTORS = ['worker', 'gateway', 'shopper', 'staff'] as const;
export type Actor = (typeof ACTORS)[number];

/** Something about a purchase that is not over. */
export interface PendingStep {
  /** A slug, for instance `payment-unknown`. */
  readonly what: string;
  /** TypeID of what it is about. */
  readonly about: string;
  readonly since: Date;
  readonly next: Actor;
  /** When it is looked at again by itself; null where nobody looks before somebody acted. */
  readonly nextAt: Date | null;
  /** What is the case, and what can be done, in a sentence or two. */
  readonly advice: string;
}

/** A purchase: its checkout, and the order if it became one. TypeIDs. */
export interface Purchase {
  readonly checkout: string;
  readonly order: string | undefined;
}

/** What a module knows to be pending about a purchase. Marked with `@TellsPendingWork()`, which makes it known to whoever asks. */
export abstract class PendingWork {
  /** The oldest first. Empty when all is over. */
  abstract about(purchase: Purchase): Promise<readonly PendingStep[]>;
}

import type { PaymentId } from './operation.js';

/** A payment whose gateway is to be asked for all that it has about it. */
export interface WatchedPayment {
  readonly id: PaymentId;
  /** The gateway's own id of it. */
  readonly reference: string;
}

/**
 * Payments that can change at their gateways without a word of ours: authorizations that are not captured, refunds (for 30 days, in which
 * banks send them back), open disputes. Each statement is one of its own.
 */
export abstract class WatchedPayments {
  /** Takes those whose time has come, the longest waiting first, each for ten minutes, so that two workers do not ask twice. */
  abstract takeDue(gateway: string, limit: number): Promise<WatchedPayment[]>;

  /** One of them, whatever its time; undefined when the gateway has no name for it yet. */
  abstract get(id: PaymentId): Promise<(WatchedPayment & { readonly gateway: string }) | undefined>;

  /** Notes that they were compared. Those that can still change are due again: `soon` where something is known to be under way there. */
  abstract observed(id: PaymentId, isUnderWay: boolean): Promise<void>;
}

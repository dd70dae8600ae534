import type { GatewayResult } from './gateway-result.js';
import type { OperationId } from './operation.js';

/** Why a gateway holds authorized money no longer: its time was over, or somebody canceled it there. */
export type ReleaseCause = 'authorization_expired' | 'canceled_at_gateway';

/** A refund as the gateway's books have it. */
export interface ObservedRefund {
  /** The gateway's id. */
  readonly reference: string;
  /** The operation that asked for it; null when it was begun at the gateway itself. */
  readonly operationId: OperationId | null;
  /** Minor units. */
  readonly amount: number;
  readonly result: GatewayResult;
  /** The capture that it is of, by the gateway's id, where refunds are of one capture. */
  readonly of?: string | null;
}

/** A dispute as the gateway's books have it. */
export interface ObservedDispute {
  /** The gateway's id. */
  readonly reference: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly reason: string;
  /** Minor units. */
  readonly amount: number;
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
}

/** All that the gateway's books have about one payment, at one moment. Amounts in minor units of `currency`. */
export interface GatewayObservation {
  readonly reference: string;
  /** The authorization of ours that began it; null for what somebody else began. */
  readonly operationId: OperationId | null;
  readonly currency: string;
  /** What became of the authorization. */
  readonly authorization: GatewayResult;
  readonly captured: number;
  /** What that is the sum of, where a gateway captures in parts that have ids of their own. */
  readonly captures?: readonly { readonly reference: string; readonly amount: number }[];
  /** Authorized once, and not to be captured any more. */
  readonly released: number;
  /** Why, as far as the gateway tells. */
  readonly releasedBecause?: ReleaseCause | undefined;
  readonly refunds: readonly ObservedRefund[];
  readonly disputes: readonly ObservedDispute[];
}

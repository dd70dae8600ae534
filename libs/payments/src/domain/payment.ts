import type { Id } from '@holdfast/kernel';
import type { PaymentId } from './operation.js';
import type { NextAction } from './gateway-result.js';

export type CaptureMode = 'automatic' | 'manual';
export type PaymentStatus =
  | 'pending' | 'requires_action' | 'authorized' | 'partially_captured' | 'captured'
  | 'partially_refunded' | 'refunded' | 'voided' | 'failed';

/**
 * Money for one checkout at one gateway. Amounts in minor units of `currency`: `authorized` to `refunded` are the sums of succeeded operations,
 * `capturing` to `refunding` of those whose outcome is not known yet: that money is set aside before anything is sent.
 */
export interface Payment {
  readonly id: PaymentId;
  readonly checkoutId: Id<'chk'>;
  readonly gateway: string;
  readonly method: string;
  readonly capture: CaptureMode;
  readonly currency: string;
  readonly amount: number;
  readonly authorized: number;
  readonly captured: number;
  readonly voided: number;
  readonly refunded: number;
  readonly capturing: number;
  readonly voiding: number;
  readonly refunding: number;
  readonly reference: string | null;
  readonly status: PaymentStatus;
  readonly nextAction: NextAction | null;
  readonly version: number;
}

/** The shown status where money decides; undefined while no money was authorized yet. */
export function statusByMoney({ authorized, captured, voided, refunded }: Pick<Payment, 'authorized' | 'captured' | 'voided' | 'refunded'>): PaymentStatus | undefined {
  if (authorized === 0) return undefined;
  if (refunded > 0) return refunded === captured ? 'refunded' : 'partially_refunded';
  if (captured > 0) return captured + voided === authorized ? 'captured' : 'partially_captured';
  return voided === authorized ? 'voided' : 'authorized';
}

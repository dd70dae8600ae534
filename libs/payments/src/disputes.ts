import type { Id, MoneyData } from '@holdfast/kernel';
import type { PaymentId } from './domain/operation.js';

export type DisputeId = Id<'dsp'>;
export type DisputeStatus = 'open' | 'won' | 'lost';

/** A shopper's bank takes captured money back, until the shop has shown that it was due. */
export interface DisputeView {
  readonly id: DisputeId;
  readonly paymentId: PaymentId;
  readonly checkoutId: Id<'chk'>;
  readonly gateway: string;
  readonly status: DisputeStatus;
  /** The bank's reason, in the words of the gateway. */
  readonly reason: string;
  readonly amount: MoneyData;
  /** Until when evidence is taken; null where none is. */
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** What became of a dispute. Each of `opened`, `won` and `lost` comes once for one dispute, and `opened` comes first. */
export interface DisputeChange {
  readonly disputeId: DisputeId;
  readonly paymentId: PaymentId;
  readonly checkoutId: Id<'chk'>;
  readonly gateway: string;
  /** `opened`: the gateway holds the amount back. `won`: it gives it back. `lost`: it is gone. */
  readonly change: 'opened' | 'won' | 'lost';
  /** What is disputed, in minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
}

/** Told of every change of a dispute in the transaction that writes it, for whoever keeps books. */
export abstract class DisputeListener {
  abstract disputesChanged(changes: readonly DisputeChange[]): Promise<void>;
}

/** Disputes, for the module that sells. */
export abstract class Disputes {
  /** Those of the payments of checkouts, oldest first. */
  abstract of(checkoutIds: readonly Id<'chk'>[]): Promise<DisputeView[]>;
}

/** A dispute as clients see it. */
export interface ShownDispute {
  readonly id: DisputeId;
  readonly payment_id: PaymentId;
  readonly status: DisputeStatus;
  readonly reason: string;
  readonly amount: MoneyData;
  readonly evidence_due_at: string | null;
  readonly opened_at: string;
  readonly closed_at: string | null;
}

export const shownDispute = ({ id, paymentId, status, reason, amount, evidenceDueAt, openedAt, closedAt }: DisputeView): ShownDispute => ({
  id,
  payment_id: paymentId,
  status,
  reason,
  amount,
  evidence_due_at: evidenceDueAt?.toISOString() ?? null,
  opened_at: openedAt.toISOString(),
  closed_at: closedAt?.toISOString() ?? null,
});

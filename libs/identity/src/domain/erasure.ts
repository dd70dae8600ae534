import type { DataSubject, Id, Wait } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';

export type ErasureId = Id<'era'>;

/**
 * An erasure looks again this long after it is done, in minutes: what was under way while it went on (a mail, a checkout) may have
 * written something behind it.
 */
export const LOOK_AGAIN_MINUTES = 5;

/** `pending`: not begun. `waiting`: done but for what has to wait, and for the second look. */
export type ErasureStatus = 'pending' | 'waiting' | 'completed';
export type AskedBy = 'owner' | 'staff';

/** That somebody is to be forgotten, and how far it came. Holds nothing about them once it is completed. */
export interface Erasure {
  readonly id: ErasureId;
  readonly customer: CustomerId;
  readonly status: ErasureStatus;
  readonly waits: readonly Wait[];
  readonly requestedAt: Date;
  readonly completedAt: Date | null;
}

/** An erasure whose turn it is, locked until the end of the unit of work. */
export interface DueErasure {
  readonly id: ErasureId;
  readonly subject: DataSubject;
  /** How often it was gone over. */
  readonly passes: number;
}

/** Whether nothing is left to be done after a pass: nothing waits, and it is the second one at least. */
export const isCompleted = (passes: number, waits: readonly Wait[]): boolean => waits.length === 0 && passes >= 2;

/** Erasures: one for each customer, for ever. */
export abstract class Erasures {
  /**
   * Notes that a customer is to be erased; answers the erasure that there is when it was asked for before. Needs an active unit of work.
   */
  abstract request(subject: DataSubject, askedBy: AskedBy): Promise<{ readonly erasure: Erasure; readonly fresh: boolean }>;

  abstract find(id: ErasureId): Promise<Erasure | undefined>;

  abstract findByCustomer(customer: CustomerId): Promise<Erasure | undefined>;

  /** Those whose turn it is. */
  abstract due(limit: number): Promise<ErasureId[]>;

  /** Undefined when it is not its turn, or somebody else has it. Needs an active unit of work. */
  abstract lock(id: ErasureId): Promise<DueErasure | undefined>;

  /** Notes a pass; without anything to wait for it may be the last. Needs an active unit of work. */
  abstract passed(id: ErasureId, waits: readonly Wait[], completed: boolean): Promise<void>;

  /** One that failed is tried again in a minute, so that it does not hold up the others. */
  abstract postpone(id: ErasureId): Promise<void>;
}

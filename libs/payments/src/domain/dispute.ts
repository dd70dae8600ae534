import { StateMachine } from '@holdfast/kernel';
import type { DisputeChange, DisputeId, DisputeStatus } from '../disputes.js';
import type { ObservedDispute } from './gateway-observation.js';

export const DISPUTE_MACHINE = new StateMachine<DisputeStatus>('dispute', { open: ['won', 'lost'], won: [], lost: [] });

/** A dispute as it is written down. */
export interface Dispute extends ObservedDispute {
  readonly id: DisputeId;
  readonly version: number;
}

/** What is new about a dispute. `changes` is empty when only its deadline moved. */
export interface DisputeNews {
  readonly dispute: Dispute;
  readonly changes: readonly DisputeChange['change'][];
}

/** Monotone, as everything that gateways tell: what is over stays over, and an old observation changes nothing. */
export function disputeNews(known: Dispute | undefined, observed: ObservedDispute, id: DisputeId): DisputeNews | undefined {
  if (!known) {
    const isOver = observed.status !== 'open';
    return { dispute: { ...observed, id, version: isOver ? 2 : 1 }, changes: isOver ? ['opened', observed.status as 'won' | 'lost'] : ['opened'] };
  }
  if (DISPUTE_MACHINE.isFinal(known.status)) return undefined;
  if (observed.status !== 'open') return { dispute: { ...known, status: observed.status, version: known.version + 1 }, changes: [observed.status] };
  if (observed.evidenceDueAt?.getTime() === known.evidenceDueAt?.getTime()) return undefined;
  return { dispute: { ...known, evidenceDueAt: observed.evidenceDueAt }, changes: [] };
}

import type { OperationState } from './operation.js';

/** Pauses before the resolver asks again, in seconds: 2 s, 10 s, 30 s, 2 min, 10 min, then hourly. */
const PAUSES = [2, 10, 30, 120, 600] as const;
const HOURLY = 3_600;
/** However long a gateway keeps keys: older operations are only looked up, never sent again, and a person is asked. */
export const RESEND_WITHIN_SECONDS = 23 * 3_600;
/** While the shopper has to act, the gateway is asked at this pace. */
export const ACTION_PAUSE_SECONDS = 15;
/** A request that died between writing the operation and sending it is noticed after this time. */
export const FIRST_LOOK_SECONDS = 30;

/** When to ask first, in seconds, once an operation came into this state; null when there is nothing to ask. */
export function firstLookAfter(state: OperationState): number | null {
  if (state === 'unknown') return PAUSES[0];
  return state === 'requires_action' ? ACTION_PAUSE_SECONDS : null;
}

/** When to ask next, in seconds, after `checks` fruitless times. */
export const pauseAfter = (checks: number): number => PAUSES[checks] ?? HOURLY;

/** Whether a person has to look: the gateway could not be made to tell while it kept our key. */
export const needsHuman = (ageSeconds: number): boolean => ageSeconds > RESEND_WITHIN_SECONDS;

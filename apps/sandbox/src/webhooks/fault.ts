/**
 * What can go wrong with the delivery of an event. `duplicate`: it comes three times. `reorder`: others come before it.
 * `drop`: it never comes, though it is in the list of events. `early`: before the answer of the call that it tells of.
 * `late`: after `delay_ms`. `wrong_signature`, `stale`: the first try carries a signature that does not fit, or an old
 * one; the next is right.
 */
export const WEBHOOK_FAULTS = [
  'duplicate',
  'reorder',
  'drop',
  'early',
  'late',
  'wrong_signature',
  'stale',
] as const;

export type WebhookFault = (typeof WEBHOOK_FAULTS)[number];

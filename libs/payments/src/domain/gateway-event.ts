import { type Id, StateMachine } from '@holdfast/kernel';

export type GatewayEventId = Id<'gev'>;
export type GatewayEventState = 'received' | 'applied' | 'ignored' | 'parked' | 'failed';

/**
 * The life of a stored event. `parked`: the payment that it is about is not known yet, or the gateway could not be asked; it is tried
 * again with growing pauses. `failed`: a person has to look. A replay makes any of them `received` again, which is safe: an event only
 * leads to asking the gateway.
 */
export const GATEWAY_EVENT_MACHINE = new StateMachine<GatewayEventState>('gateway_event', {
  received: ['applied', 'ignored', 'parked', 'failed'],
  parked: ['received', 'applied', 'ignored', 'failed'],
  applied: ['received'],
  ignored: ['received'],
  failed: ['received'],
});

/** An event that is being worked on. */
export interface DueEvent {
  readonly id: GatewayEventId;
  readonly gateway: string;
  readonly reference: string | null;
  /** How often it was tried before. */
  readonly tries: number;
}

/** Pauses before an event is tried again, in seconds: 3.5 days in all. */
const PAUSES = [2, 5, 30, 120, 600, 3_600, 6 * 3_600, 24 * 3_600, 48 * 3_600] as const;

/** When to try again, in seconds, after `tries` in vain; undefined: no more, a person has to look. */
export const nextTryAfter = (tries: number): number | undefined => PAUSES[tries - 1];

/** Payloads are emptied after this time; the id stays for ever, so that a repeat is still known as one. */
export const PAYLOAD_DAYS = 90;

import type { PaymentId } from './operation.js';
import type { DueEvent, GatewayEventId } from './gateway-event.js';
import type { GatewayNotice } from './gateway-webhooks.js';

/** How a try ended. `again`: in so many seconds. */
export type Outcome =
  | { readonly state: 'applied'; readonly paymentId?: PaymentId }
  | { readonly state: 'ignored' | 'failed'; readonly reason: string }
  | { readonly state: 'parked'; readonly reason: string; readonly again: number };

/** Events as gateways sent them, each once for ever. */
export abstract class GatewayEvents {
  /** Stores what is new among them, to be worked on at once; answers how many that were. One statement of its own. */
  abstract store(gateway: string, notices: readonly GatewayNotice[]): Promise<number>;

  /** Takes events whose time has come, oldest first, each for a minute, so that two workers do not work on one. */
  abstract takeDue(limit: number): Promise<DueEvent[]>;

  /** Says how the try of these events ended; in the unit of work of its effect, where there is one. */
  abstract settle(ids: readonly GatewayEventId[], outcome: Outcome): Promise<void>;

  /** Makes an event due, whatever became of it. Answers whether there is one. Needs a unit of work. */
  abstract replay(id: GatewayEventId): Promise<boolean>;

  /** Counts a delivery that was refused, by day. */
  abstract countRefusal(gateway: string, fault: string): Promise<void>;

  /** Empties payloads that are older than this. */
  abstract forgetPayloads(days: number): Promise<void>;
}

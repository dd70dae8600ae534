import type { Pool } from 'pg';
import type { CallLog } from './call-log.js';
import type { Scripts } from './faults/scripts.js';
import type { Deliverer } from './webhooks/deliverer.js';
import type { KeysInFlight } from './protocol/keys-in-flight.js';

/** What the routes share. */
export interface SandboxContext {
  readonly pool: Pool;
  readonly scripts: Scripts;
  readonly calls: CallLog;
  readonly keys: KeysInFlight;
  readonly deliverer: Deliverer;
  /** Aborted when the process begins to end. */
  readonly closing: AbortSignal;
  /** The address under which shoppers reach the page for 3-D Secure. */
  origin: string;
}

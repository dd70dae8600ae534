import { AsyncLocalStorage } from 'node:async_hooks';

import type { Span } from '@opentelemetry/api';
import type { Place } from '../overload/place.js';

/** Who asked for what is being done here; follows the work into events, jobs and logs. */
export interface Correlation {
  readonly requestId: string;
  /** `key_…`, `stf_…`, `cus_…`, once known; never a name or an address. */
  actor?: string;
  /** What is asked, as the route says it (`POST /v1/admin/products/:id`); known together with the actor. */
  action?: string;
  /** Where the request is counted as long as it is under way. */
  readonly place?: Place | undefined;
  /** Of the trace that this is a part of. */
  readonly span?: Span | undefined;
}

const storage = new AsyncLocalStorage<Correlation>();

export const correlation = (): Correlation | undefined => storage.getStore();

export const withCorrelation = <T>(value: Correlation, work: () => T): T => storage.run(value, work);

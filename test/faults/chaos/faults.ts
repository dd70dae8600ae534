import type { ResiliencyPromise } from '../../prove/proof.js';
import type { Random } from '../../prove/random.js';
import type { Installation } from './installation.js';
import { diskFull, postgresCut, postgresFrozen, postgresKilled, postgresRestarts, queueEmptied, queueFlaps, queueFrozen, queueKilled } from './stores.js';
import { clockJumps, gatewayAway, gatewayFlaps, gatewayHangs, gatewayLies, processFrozen, processKilled, processorTaken } from './surroundings.js';

/** Breaks something, waits, and mends it again; the seed decides how long and how often. */
export type Inject = (shop: Installation, random: Random) => Promise<void>;

export interface Fault extends ResiliencyPromise {
  readonly inject: Inject;
  /** Why it cannot be tried here; nothing when it can. */
  readonly hindrance?: (shop: Installation) => string | undefined;
}

/** Longer than a queue waits for a worker that is silent (30 s). */
const PAST_ITS_LOCK_MS = 38_000;
const seconds = (random: Random, min: number, max: number): number => random.whole(min * 1_000, max * 1_000);

export const FAULTS: readonly Fault[] = [
  { id: 'postgres-killed', dependency: 'PostgreSQL', fault: 'down', behavior: 'killed under load: 503 and lost answers until it is back, no answered write is lost', inject: postgresKilled },
  { id: 'postgres-frozen', dependency: 'PostgreSQL', fault: 'slow', behavior: 'silent for seconds: requests wait or get 503, and all goes on by itself', inject: postgresFrozen },
  { id: 'postgres-restarts', dependency: 'PostgreSQL', fault: 'flapping', behavior: 'restarted again and again: every repeat carries on', inject: postgresRestarts },
  { id: 'postgres-cut', dependency: 'PostgreSQL', fault: 'flapping', behavior: 'all connections cut again and again: every repeat carries on', inject: postgresCut },
  { id: 'queue-killed', dependency: 'queue', fault: 'down', behavior: 'Redis killed with all it had: no checkout notices, every event and mail comes later', inject: queueKilled },
  { id: 'queue-frozen', dependency: 'queue', fault: 'slow', behavior: 'Redis silent: no checkout notices, every event and mail comes later', inject: queueFrozen },
  { id: 'queue-flaps', dependency: 'queue', fault: 'flapping', behavior: 'Redis killed again and again: every event and mail comes once', inject: queueFlaps },
  { id: 'queue-emptied', dependency: 'queue', fault: 'lying', behavior: 'FLUSHALL: what was queued is queued again', inject: queueEmptied },
  { id: 'gateway-away', dependency: 'payment gateway', fault: 'down', behavior: 'killed: 503 or 202, each payment has one outcome in the end, in both books', inject: gatewayAway },
  { id: 'gateway-hangs', dependency: 'payment gateway', fault: 'slow', behavior: 'no answer, or a late one: 202, each payment has one outcome in the end, in both books', inject: gatewayHangs },
  { id: 'gateway-flaps', dependency: 'payment gateway', fault: 'flapping', behavior: 'resets and 5xx in between: each payment has one outcome in the end, in both books', inject: gatewayFlaps },
  { id: 'gateway-lies', dependency: 'payment gateway', fault: 'lying', behavior: 'says 500 or nothing and took the money; webhooks lost, late, twice, out of order: both books agree in the end', inject: gatewayLies },
  { id: 'api-killed', dependency: 'API process', fault: 'down', behavior: 'one of two killed: the balancer leads to the other, repeats get the one outcome', inject: (shop, random) => processKilled(random.pick(shop.fleet.apis), seconds(random, 1, 4)) },
  { id: 'api-frozen', dependency: 'API process', fault: 'slow', behavior: 'one of two silent: the balancer leads to the other; what wakes up late does nothing twice', inject: (shop, random) => processFrozen(random.pick(shop.fleet.apis), seconds(random, 4, 10)) },
  { id: 'processor-taken', dependency: 'API process', fault: 'slow', behavior: 'a fifth of one processor for all APIs and workers: answers come late, none is wrong', inject: processorTaken },
  { id: 'worker-killed', dependency: 'worker process', fault: 'down', behavior: 'one of two killed: the other goes on, each effect happens once', inject: (shop, random) => processKilled(random.pick(shop.fleet.workers), seconds(random, 1, 4)) },
  { id: 'worker-frozen', dependency: 'worker process', fault: 'slow', behavior: 'frozen past its lock: the other takes over; what wakes up late does nothing twice', inject: (shop, random) => processFrozen(random.pick(shop.fleet.workers), PAST_ITS_LOCK_MS) },
  { id: 'clock-jumps', dependency: 'clock', fault: 'lying', behavior: 'an hour ahead at once: what was under way ends as it should, nothing is released that is paid for', inject: clockJumps },
  { id: 'disk-full', dependency: 'disk', fault: 'down', behavior: 'the disk of PostgreSQL is full: 503, and once there is room all goes on', inject: diskFull, hindrance: ({ disk }) => (disk.isOwn ? undefined : 'mounting a disk is not allowed here') },
];

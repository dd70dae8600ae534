import type { IncomingMessage, ServerResponse } from 'node:http';
import { isProbe } from '../http/probes.js';
import { Bulkhead, type BulkheadSettings, type BulkheadState } from './bulkhead.js';
import { Place } from './place.js';

export interface AddressedBulkhead extends BulkheadSettings {
  /** First words of the addresses behind `/v1/`, `carts` for instance. One bulkhead names none: it has all others. */
  readonly of?: readonly string[];
}

/** Longer than PostgreSQL lets any statement run. */
const LONGEST_WORK_MS = 60_000;
const VERSION = '/v1/';
const LONGEST_PROBE = '/startupz'.length;
const [SLASH, QUESTION_MARK] = [47, 63];

const PLACE = Symbol('place');
type Placed = ServerResponse & { [PLACE]?: Place };

/** The place of the request that this answers; none where nothing is bounded. */
export const placeOf = (response: ServerResponse): Place | undefined => (response as Placed)[PLACE];

/**
 * Decides about each request before anything of it is looked at but its address: whether there is room in the bulkhead of its kind. Probes
 * are always let in. Who lingers over a body takes no place before all of it has arrived.
 */
export class AdmissionControl {
  readonly #bulkheads: readonly Bulkhead[];
  readonly #byWord: ReadonlyMap<string, Bulkhead>;
  readonly #others: Bulkhead;

  /** @throws Error unless exactly one bulkhead has all other addresses */
  constructor(settings: readonly AddressedBulkhead[]) {
    const made = settings.map((one) => ({ bulkhead: new Bulkhead(one), of: one.of }));
    const others = made.filter(({ of }) => of === undefined);
    if (others.length !== 1) throw new Error('One bulkhead has to have all addresses that no other one names');
    this.#others = others[0]!.bulkhead;
    this.#bulkheads = made.map(({ bulkhead }) => bulkhead);
    this.#byWord = new Map(made.flatMap(({ bulkhead, of = [] }) => of.map((word) => [word, bulkhead] as const)));
  }

  get states(): BulkheadState[] {
    return this.#bulkheads.map(({ state }) => state);
  }

  /** Whether the request may go on; it then has a place until its answer is given, also when nobody waits for that any more. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url!;
    if (url.length <= LONGEST_PROBE && isProbe(url)) return true;
    const bulkhead = this.bulkheadOf(url);
    if (!bulkhead.admits()) return false;
    const place = new Place(bulkhead);
    (response as Placed)[PLACE] = place;
    response.on('prefinish', giveBack).on('close', giveBackLater);
    if (mayHaveBody(request)) request.once('end', () => place.take());
    else place.take();
    return true;
  }

  bulkheadOf(url: string): Bulkhead {
    if (!url.startsWith(VERSION)) return this.#others;
    let end = VERSION.length;
    for (let code = url.charCodeAt(end); end < url.length && code !== SLASH && code !== QUESTION_MARK; code = url.charCodeAt(end)) end++;
    return this.#byWord.get(url.slice(VERSION.length, end)) ?? this.#others;
  }
}

function giveBack(this: Placed): void {
  this[PLACE]?.giveBack();
}

/** The client is gone, or has its answer. Work that nobody waits for counts until its own end, which something may have kept from being told. */
function giveBackLater(this: Placed): void {
  const place = this[PLACE];
  if (place && !place.isOver) setTimeout(() => place.giveBack(), LONGEST_WORK_MS).unref();
}

/** Of those without one nobody reads the end. */
function mayHaveBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

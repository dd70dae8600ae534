import { policyItem, stateItem } from './rate-limit-headers.js';

/** What one caller has used of a limit. Times are milliseconds of a clock that never goes back. */
export interface Usage {
  readonly who: string;
  /** When nothing will be in use any more; in the past: nothing is. */
  wholeAt: number;
  /** What the other processes do not know of yet, in milliseconds; less than nothing where points were given back. */
  unshared: number;
}

/** What is in use beyond this part of a limit is shared; who uses less is far from the limit, however many processes there are. */
const SHARED_FROM = 0.1;
/** Sums of prices are not exact to the last bit: part of a price that may be missing. */
const TOLERANCE = 0.001;

/**
 * A limit on requests, counted in memory: the same arithmetic as the exact limits (`whole_at` of platform.rate_limits), without waiting for
 * anything. What a caller used is forgotten when it is whole again, so that there are no more callers here than came of late.
 */
export class RequestLimit {
  readonly policy: string;
  readonly #window: number;
  readonly #price: number;
  readonly #usages = new Map<string, Usage>();

  constructor(
    readonly name: string,
    readonly points: number,
    readonly seconds: number,
  ) {
    this.policy = policyItem(name, points, seconds);
    this.#window = seconds * 1_000;
    this.#price = this.#window / points;
  }

  get callers(): number {
    return this.#usages.size;
  }

  usage(who: string): Usage {
    let usage = this.#usages.get(who);
    if (!usage) this.#usages.set(who, (usage = { who, wholeAt: -Infinity, unshared: 0 }));
    return usage;
  }

  /** Takes a point. Answers the milliseconds to wait for one where there is none, otherwise 0. */
  take(usage: Usage, now: number): number {
    if (usage.wholeAt < now) {
      usage.wholeAt = now;
      usage.unshared = 0;
    }
    const wholeAt = usage.wholeAt + this.#price;
    const wait = wholeAt - now - this.#window;
    if (wait > this.#price * TOLERANCE) return wait;
    usage.wholeAt = wholeAt;
    usage.unshared += this.#price;
    return 0;
  }

  giveBack(usage: Usage): void {
    usage.wholeAt -= this.#price;
    usage.unshared -= this.#price;
  }

  /** The points that are left, and the seconds until all are there again. */
  left({ wholeAt }: Usage, now: number): { left: number; wholeIn: number } {
    const used = Math.max(0, wholeAt - now);
    return { left: Math.max(0, Math.floor((this.#window - used) / this.#price + TOLERANCE)), wholeIn: Math.ceil(used / 1_000) };
  }

  /** As an item of the header `RateLimit`. */
  state(usage: Usage, now: number): string {
    const { left, wholeIn } = this.left(usage, now);
    return stateItem(this.name, left, wholeIn);
  }

  /** Forgets who uses nothing any more, and answers of whom the other processes should know. */
  toShare(now: number): Usage[] {
    const found: Usage[] = [];
    for (const usage of this.#usages.values()) {
      const used = usage.wholeAt - now;
      if (used <= 0) this.#usages.delete(usage.who);
      else if (used > this.#window * SHARED_FROM) found.push(usage);
    }
    return found;
  }
}

/** Chance that a seed decides (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** One of them. @throws Error when there is none */
  pick<T>(all: readonly T[]): T {
    if (all.length === 0) throw new Error('There is nothing to pick from');
    return all[this.whole(0, all.length - 1)]!;
  }

  /** All of them in another order. */
  shuffled<T>(all: readonly T[]): T[] {
    const order = [...all];
    for (let at = order.length - 1; at > 0; at--) {
      const other = this.whole(0, at);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    return order;
  }
}

/** A seed that nobody had before, short enough to be typed. */
export const freshSeed = (): number => Math.floor(Math.random() * 1_000_000_000);

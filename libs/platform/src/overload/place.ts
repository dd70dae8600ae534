import type { Bulkhead } from './bulkhead.js';

/** Where a request is counted, from the moment that all of it has arrived to the moment that its answer is given. */
export class Place {
  #since = 0;
  #isInside = false;
  #isOver = false;
  /** Calls of this request that are open elsewhere. */
  #elsewhere = 0;

  constructor(private readonly bulkhead: Bulkhead) {}

  get isOver(): boolean {
    return this.#isOver;
  }

  take(): void {
    if (this.#isOver) return;
    this.#since = performance.now();
    this.#isInside = true;
    this.bulkhead.enter();
  }

  /** The request waits for somebody who is not the shop: meanwhile it is no load. */
  stepOut(): void {
    if (++this.#elsewhere > 1 || !this.#isInside) return;
    this.#isInside = false;
    // Until it comes back, the time that it has spent inside.
    this.#since = performance.now() - this.#since;
    this.bulkhead.stepOut();
  }

  /** It goes on, however many have come in since. */
  comeBack(): void {
    if (--this.#elsewhere > 0 || this.#isOver) return;
    this.#since = performance.now() - this.#since;
    this.#isInside = true;
    this.bulkhead.enter();
  }

  giveBack(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isInside) this.bulkhead.leave(this.#since, performance.now());
    this.#isInside = false;
  }
}

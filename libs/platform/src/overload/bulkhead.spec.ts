import { Bulkhead } from './bulkhead.js';

const SETTINGS = { name: 'reads', withinMs: 100, most: 10_000 };

/** A shop that answers so many a millisecond, first come first served, on a clock of its own, and is always asked for more. */
class Flooded {
  #now = 0;
  readonly #waiting: number[] = [];

  constructor(private readonly bulkhead: Bulkhead) {}

  /** Lets time pass while `perMs` are answered and `asked` come, each millisecond. */
  pass(ms: number, perMs: number, asked: number): this {
    for (const end = this.#now + ms; this.#now < end; this.#now++) {
      for (let i = 0; i < asked; i++) {
        if (!this.bulkhead.admits()) continue;
        this.bulkhead.enter();
        this.#waiting.push(this.#now);
      }
      for (const since of this.#waiting.splice(0, perMs)) this.bulkhead.leave(since, this.#now);
    }
    return this;
  }
}

describe('a bulkhead', () => {
  it.each([4, 10, 20, 80])('lets as many in as are answered in time, where %i are answered each millisecond', (perMs) => {
    const bulkhead = new Bulkhead(SETTINGS);

    new Flooded(bulkhead).pass(10_000, perMs, 100);

    expect(bulkhead.state.limit).toBeGreaterThan(perMs * 80);
    expect(bulkhead.state.limit).toBeLessThan(perMs * 120);
  });

  it('follows when the shop becomes slower, and faster again', () => {
    const bulkhead = new Bulkhead(SETTINGS);
    const flooded = new Flooded(bulkhead).pass(5_000, 20, 60);
    const before = bulkhead.state.limit;
    const slow = flooded.pass(5_000, 2, 60) && bulkhead.state.limit;
    flooded.pass(5_000, 20, 60);

    expect(slow).toBeLessThan(before / 7);
    expect(bulkhead.state.limit).toBeGreaterThan(before * 0.8);
  });

  it('keeps what it knows while nobody waits', () => {
    const bulkhead = new Bulkhead(SETTINGS);
    const flooded = new Flooded(bulkhead).pass(5_000, 20, 60).pass(500, 20, 1);
    const before = bulkhead.state.limit;
    flooded.pass(5_000, 20, 1);

    expect(bulkhead.state.limit).toBe(before);
  });

  it('always lets some in, however slow all is, and never more than it may', () => {
    const slow = new Bulkhead(SETTINGS);
    const fast = new Bulkhead({ ...SETTINGS, most: 300 });
    new Flooded(slow).pass(20_000, 1, 10).pass(60_000, 0, 1);
    new Flooded(fast).pass(5_000, 500, 1_000);

    expect(slow.state.limit).toBeGreaterThanOrEqual(128);
    expect(fast.state.limit).toBe(300);
  });

  it('counts whom it lets in and whom it does not', () => {
    const bulkhead = new Bulkhead({ ...SETTINGS, withinMs: Infinity, most: 2 });
    const came = [1, 2, 3].map(() => {
      const isIn = bulkhead.admits();
      if (isIn) bulkhead.enter();
      return isIn;
    });

    expect(came).toEqual([true, true, false]);
    expect(bulkhead.state).toEqual({ name: 'reads', inside: 2, limit: 2, admitted: 2, refused: 1 });
  });
});

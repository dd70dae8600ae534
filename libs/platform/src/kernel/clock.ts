/** Where time comes from. Deadlines that several processes share are judged by the database's clock instead. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until told otherwise, for tests. */
export class FixedClock extends Clock {
  #now: Date;

  constructor(now: Date = new Date('2026-01-01T00:00:00Z')) {
    super();
    this.#now = now;
  }

  now(): Date {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}

/** One kind of work, and how long it may take before more of it is refused. */
export interface BulkheadSettings {
  readonly name: string;
  /**
   * As many requests are let in as are answered within that many milliseconds, on the average, from their admission on. Smaller figures are
   * shed earlier. Infinity: time does not matter.
   */
  readonly withinMs: number;
  /** No more than that, however fast they are answered. */
  readonly most: number;
}

/** What a bulkhead has seen since the process began, for metrics. */
export interface BulkheadState {
  readonly name: string;
  /** Requests under way now. */
  readonly inside: number;
  /** As many may be. */
  readonly limit: number;
  readonly admitted: number;
  readonly refused: number;
}

/** Before anything was measured. */
const FIRST_LIMIT = 256;
/** So many come at once after a moment in which the process had no turn: that is a burst, no overload. */
const LEAST = 128;
/** A limit stands at least so long, and until so many requests that were let in under it are answered. */
const ROUND_MS = 100;
const ENOUGH = 20;

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * Bounds how many requests of one kind are under way. The bound finds itself, on every machine: by Little's law the time that requests take is
 * their number divided by how many are answered per second, so as many fit as keep that time at what is allowed. Each limit is judged by
 * requests that came in under it alone. It is found from below, doubled at most; and while there is room and time enough it stays.
 */
export class Bulkhead {
  #limit: number;
  #inside = 0;
  #admitted = 0;
  #refused = 0;
  #roundBegan = 0;
  /** Most that were inside in this round. */
  #peak = 0;
  #count = 0;
  #sumMs = 0;

  constructor(private readonly settings: BulkheadSettings) {
    this.#limit = settings.withinMs === Infinity ? settings.most : Math.min(FIRST_LIMIT, settings.most);
  }

  get state(): BulkheadState {
    return { name: this.settings.name, inside: this.#inside, limit: this.#limit, admitted: this.#admitted, refused: this.#refused };
  }

  /** Whether one more may come in; notes it either way. */
  admits(): boolean {
    if (this.#inside < this.#limit) {
      this.#admitted++;
      return true;
    }
    // The limit may be too low: that it was reached is seen at the end of the round.
    this.#refused++;
    return false;
  }

  enter(): void {
    this.#inside++;
    if (this.#inside > this.#peak) this.#peak = this.#inside;
  }

  /** Gives a place back without a word on how long it was taken. */
  stepOut(): void {
    this.#inside--;
  }

  /** Gives a place back for good, after a request that came in at `since` was answered at `now` (monotonic milliseconds). */
  leave(since: number, now: number): void {
    this.#inside--;
    if (since < this.#roundBegan) return;
    this.#count++;
    this.#sumMs += now - since;
    if (this.#count >= ENOUGH && now - this.#roundBegan >= ROUND_MS) this.#endRound(now);
  }

  #endRound(now: number): void {
    const { withinMs, most } = this.settings;
    const tookMs = this.#sumMs / this.#count;
    if (withinMs < Infinity && (tookMs > withinMs || this.#peak >= this.#limit)) {
      const fitting = Math.round((this.#peak * withinMs) / Math.max(tookMs, 1));
      this.#limit = Math.min(between(LEAST, fitting, this.#limit * 2), most);
    }
    this.#roundBegan = now;
    this.#peak = this.#inside;
    this.#count = 0;
    this.#sumMs = 0;
  }
}

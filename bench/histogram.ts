/** Buckets grow by this factor: every figure read back is right to 1 %. */
const GROWTH = 1.01;
const SHORTEST_MS = 0.01;
const BUCKETS = 2_000;
const SCALE = 1 / Math.log(GROWTH);

/** Counts latencies in a few kilobytes, from 10 µs to hours. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  count = 0;

  record(ms: number): void {
    const bucket = ms <= SHORTEST_MS ? 0 : Math.round(Math.log(ms / SHORTEST_MS) * SCALE);
    this.#counts[Math.min(bucket, BUCKETS - 1)]!++;
    this.count++;
  }

  /** The latency in ms that `share` (0 to 1) of the requests did not exceed; 0 when there was none. */
  quantile(share: number): number {
    if (this.count === 0) return 0;
    let left = Math.ceil(this.count * share);
    const bucket = this.#counts.findIndex((count) => (left -= count) <= 0);
    return SHORTEST_MS * GROWTH ** bucket;
  }
}

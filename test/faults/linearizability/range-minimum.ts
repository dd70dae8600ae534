/** Numbers in a row: adds to a stretch of them, and tells the least of a stretch, both in O(log n). */
export class RangeMinimum {
  readonly #size: number;
  /** Least of each node's stretch, without what its ancestors have still to add. */
  readonly #least: number[];
  readonly #added: number[];

  constructor(values: readonly number[]) {
    this.#size = Math.max(1, values.length);
    this.#least = Array.from({ length: 4 * this.#size }, () => 0);
    this.#added = Array.from({ length: 4 * this.#size }, () => 0);
    this.#build(values, 1, 0, this.#size - 1);
  }

  /** Adds `amount` to the numbers from `first` to `last`, both included. */
  add(first: number, last: number, amount: number, node = 1, low = 0, high = this.#size - 1): void {
    if (last < low || high < first) return;
    if (first <= low && high <= last) {
      this.#least[node]! += amount;
      this.#added[node]! += amount;
      return;
    }
    const middle = (low + high) >> 1;
    this.add(first, last, amount, 2 * node, low, middle);
    this.add(first, last, amount, 2 * node + 1, middle + 1, high);
    this.#least[node] = this.#added[node]! + Math.min(this.#least[2 * node]!, this.#least[2 * node + 1]!);
  }

  /** The least number from `first` to `last`, both included; Infinity for none. */
  least(first: number, last: number, node = 1, low = 0, high = this.#size - 1): number {
    if (last < low || high < first) return Infinity;
    if (first <= low && high <= last) return this.#least[node]!;
    const middle = (low + high) >> 1;
    return this.#added[node]! + Math.min(this.least(first, last, 2 * node, low, middle), this.least(first, last, 2 * node + 1, middle + 1, high));
  }

  #build(values: readonly number[], node: number, low: number, high: number): void {
    if (low === high) return void (this.#least[node] = values[low] ?? 0);
    const middle = (low + high) >> 1;
    this.#build(values, 2 * node, low, middle);
    this.#build(values, 2 * node + 1, middle + 1, high);
    this.#least[node] = Math.min(this.#least[2 * node]!, this.#least[2 * node + 1]!);
  }
}

/** What became of one item of a batch: its answer, or the error that is its own. */
export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

export interface BatcherOptions<I, O> {
  /** Does the work of a whole batch; answers in the order of the items. A throw means that nothing was done. */
  readonly work: (items: readonly I[]) => Promise<readonly Settled<O>[]>;
  /** Most items of one batch. */
  readonly max: number;
  /** Batches under way at the same time. */
  readonly lanes: number;
}

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (value: O) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: whatever waits while earlier batches are under way becomes the next one, first come first
 * served. An idle batcher starts at once, so that a lone item pays nothing. A batch that fails as a whole is halved
 * until the item that cannot be done stands alone and fails by itself. Batches run in the asynchronous context in which the batcher
 * was made, never in that of one of their items: what belongs to one request says nothing about the others.
 */
export class Batcher<I, O> {
  readonly #options: BatcherOptions<I, O>;
  #queue: Waiting<I, O>[] = [];
  #idle: (() => void)[] = [];

  constructor(options: BatcherOptions<I, O>) {
    this.#options = options;
    for (let lane = 0; lane < options.lanes; lane++) void this.#serve();
  }

  get waiting(): number {
    return this.#queue.length;
  }

  submit(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      this.#idle.pop()?.();
    });
  }

  async #serve(): Promise<never> {
    for (;;) {
      if (this.#queue.length === 0) await new Promise<void>((wake) => this.#idle.push(wake));
      // After the current turn of the event loop, so that requests read in one turn share a batch.
      await new Promise((next) => setImmediate(next));
      const batch = this.#queue.splice(0, this.#options.max);
      if (batch.length > 0) await this.#settle(batch);
    }
  }

  async #settle(batch: Waiting<I, O>[]): Promise<void> {
    let answers: readonly Settled<O>[];
    try {
      answers = await this.#options.work(batch.map(({ item }) => item));
    } catch (error) {
      if (batch.length === 1) {
        batch[0]!.reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, half));
      await this.#settle(batch.slice(half));
      return;
    }
    batch.forEach((waiting, position) => {
      const answer = answers[position];
      if (!answer) waiting.reject(new Error('The batch gave no answer for this item'));
      else if (answer.ok) waiting.resolve(answer.value);
      else waiting.reject(answer.error);
    });
  }
}

/**
 * What is under way at gateways, for those who ask in numbers: bounded in all, and for one gateway below that, so that one that hangs
 * keeps nobody else waiting. Each ends by itself.
 */
export class OpenCalls {
  readonly #open = new Set<Promise<unknown>>();
  readonly #ofGateway = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly mostOfOne: number,
  ) {}

  /** How many more may be taken at once. */
  get room(): number {
    return Math.min(this.mostOfOne, this.most - this.#open.size);
  }

  /** Gateways of which no more are to be taken. */
  get crowded(): string[] {
    return [...this.#ofGateway].flatMap(([gateway, open]) => (open >= this.mostOfOne ? [gateway] : []));
  }

  run(gateway: string, work: () => Promise<void>): Promise<void> {
    this.#count(gateway, 1);
    const running = work().finally(() => {
      this.#count(gateway, -1);
      this.#open.delete(running);
    });
    this.#open.add(running);
    // Whoever began it may look at it later; until then nobody does.
    running.catch(() => undefined);
    return running;
  }

  /** Waits for what is under way. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#open);
  }

  #count(gateway: string, by: 1 | -1): void {
    this.#ofGateway.set(gateway, (this.#ofGateway.get(gateway) ?? 0) + by);
  }
}

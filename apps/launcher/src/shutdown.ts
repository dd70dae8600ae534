/** A part of the shop that is running. */
export interface Part {
  stop(): Promise<void>;
  /** Ends it at once, for a person who does not want to wait. */
  kill(): void;
}

/** Stops the parts in the reverse order of their start, one after the other. */
export class Shutdown {
  readonly #parts: Part[] = [];
  #stopping: Promise<void> | undefined;

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Takes a part over; one that comes when the rest is being stopped already is stopped too. */
  async add(part: Part): Promise<void> {
    this.#parts.push(part);
    if (this.#stopping) await part.stop();
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  kill(): void {
    for (const part of this.#parts.toReversed()) part.kill();
  }

  async #stopAll(): Promise<void> {
    for (const part of this.#parts.toReversed()) await part.stop();
  }
}

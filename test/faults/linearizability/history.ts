/** What a client did to the free stock of one variant. */
export type Effect = 'take' | 'give' | 'refused';

/**
 * One operation on the free stock of one variant, as the client saw it. It took effect at one moment between `from` and `until`: a `take` had
 * that many free units and left that many fewer, a `give` added that many, a `refused` found fewer than it asked for.
 */
export interface Operation {
  /** What it was, for whoever reads a verdict. */
  readonly name: string;
  readonly effect: Effect;
  readonly units: number;
  /** Monotonic milliseconds at which it was asked for. */
  readonly from: number;
  /** When its answer was there; null when none ever was: then it happened at any time after `from`, or never. */
  readonly until: number | null;
  /** How many the refusal said were free. */
  readonly told?: number;
}

/** Something that was asked for and is not answered yet. */
export interface Invoked {
  /** It happened. */
  ok(): void;
  /** It was answered that there were too few: `told` were free. `from` is when the request was sent that was refused, the last of its repeats. */
  refused(told: number, from?: number): void;
  /** It surely did not happen, for a reason that is not stock. */
  void(): void;
}

/**
 * The log of what all clients of one process asked for and were told, in monotonic time. What is neither answered nor voided stays
 * unknown: it may have happened or not.
 */
export class History {
  readonly #operations: { of: string; operation: Operation }[] = [];
  readonly #open = new Map<symbol, { of: string; operation: Operation }>();

  /** Says that a request which takes or gives `units` of variant `of` is sent now. */
  invoke(of: string, effect: 'take' | 'give', units: number, name: string): Invoked {
    const key = Symbol(name);
    const operation: Operation = { name, effect, units, from: performance.now(), until: null };
    this.#open.set(key, { of, operation });
    const end = (change: Partial<Operation>): void => {
      if (!this.#open.delete(key)) throw new Error(`${name} was answered twice`);
      this.#operations.push({ of, operation: { ...operation, until: performance.now(), ...change } });
    };
    return {
      ok: () => end({}),
      refused: (told, from = operation.from) => end({ effect: 'refused', told, from }),
      void: () => void this.#open.delete(key),
    };
  }

  /** Adds what no client asked for, as the end of a hold. */
  note(of: string, operation: Operation): void {
    this.#operations.push({ of, operation });
  }

  /** Every operation on a variant: those without an answer are unknown. */
  of(variant: string): Operation[] {
    return [...this.#operations, ...this.#open.values()].filter(({ of }) => of === variant).map(({ operation }) => operation);
  }
}

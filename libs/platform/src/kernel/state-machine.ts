/** The legal transitions of one kind of thing: state → the states it may move to. Terminal states map to []. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Raised when code tries a transition that the table does not hold: a bug, or a race that was lost. */
export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition';
}

/** One table of legal transitions: used by the code, the tests, the diagrams and the database's own trigger. */
export class StateMachine<S extends string> {
  constructor(
    readonly name: string,
    readonly transitions: Transitions<S>,
  ) {}

  allows(from: S, to: S): boolean {
    return this.transitions[from].includes(to);
  }

  /** @throws IllegalTransition */
  assert(from: S, to: S): void {
    if (!this.allows(from, to)) throw new IllegalTransition(`${this.name}: ${from} → ${to} is not legal`);
  }

  isFinal(state: S): boolean {
    return this.transitions[state].length === 0;
  }

  get states(): S[] {
    return Object.keys(this.transitions) as S[];
  }

  /** The pairs of the table, `from>to`, sorted: the form in which the database's trigger holds them. */
  get pairs(): string[] {
    return this.states.flatMap((from) => this.transitions[from].map((to) => `${from}>${to}`)).sort();
  }
}

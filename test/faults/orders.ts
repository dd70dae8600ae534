/** Something that took effect at one moment between `from` and `until`, in monotonic milliseconds; `until` is null when it may have happened later, or never. */
export interface Timed {
  readonly from: number;
  readonly until: number | null;
}

/**
 * Whether overlapping operations can be put into one order that a state machine allows: each between its two moments, one after the other.
 * `step` answers the state after an operation, or undefined when it cannot have happened so in that state. States
 * are plain data. Tries every order, at most 2^n states: exact, and for histories of a few operations (at most 20).
 */
export function hasOrder<State, Operation extends Timed>(
  operations: readonly Operation[],
  start: State,
  step: (state: State, operation: Operation) => State | undefined,
): boolean {
  const needed = operations.reduce((mask, { until }, i) => (until === null ? mask : mask | (1 << i)), 0);
  const failed = new Set<string>();
  const isDone = (mask: number, i: number): boolean => (mask & (1 << i)) !== 0;
  const mayBeNext = (mask: number, { from }: Operation): boolean =>
    operations.every(({ until }, other) => isDone(mask, other) || until === null || until >= from);
  /** Whether the rest can be put in order when those of the mask have happened. */
  const extend = (mask: number, state: State): boolean => {
    if ((mask & needed) === needed) return true;
    const here = `${mask} ${JSON.stringify(state)}`;
    if (failed.has(here)) return false;
    const found = operations.some((operation, i) => {
      if (isDone(mask, i) || !mayBeNext(mask, operation)) return false;
      const next = step(state, operation);
      return next !== undefined && extend(mask | (1 << i), next);
    });
    if (!found) failed.add(here);
    return found;
  };
  return extend(0, start);
}

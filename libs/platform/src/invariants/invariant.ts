/** A sentence that is always true, as a query that must return no row. */
export interface Invariant {
  /** `I1` … as in docs/guarantees.md. */
  readonly id: string;
  readonly holds: string;
  /** Returns the offenders; each row names what it is about. */
  readonly sql: string;
}

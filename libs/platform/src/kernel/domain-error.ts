/** What kind of refusal an error is; the HTTP edge maps each kind to one status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'precondition-required'
  | 'refused'
  | 'payment-refused'
  | 'too-large'
  | 'throttled'
  | 'unavailable';

/** The public facts of one kind of problem: its stable code, kind and one-line title. */
export interface Problem {
  /** Stable slug on the wire, unique in the project, e.g. `insufficient-stock`. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
  /** What it means and what to do next, for the problem's page. */
  readonly about?: string;
}

/** A class of errors that declares its {@link Problem}; routes list these for their documentation. */
export interface ProblemClass {
  readonly problem: Problem;
}

/**
 * A refusal in the words of the business. Never a bug: bugs are plain errors and answer 500.
 * `details` hold typed data for the caller (`available`, `current_version`), in wire names.
 */
export abstract class DomainError extends Error {
  abstract readonly problem: Problem;

  constructor(
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

const declared = new Map<string, Problem>();

/** Declares an error class in one line; the subclass adds a constructor where it has typed data. */
export function problem(of: Problem) {
  if (declared.has(of.code)) throw new Error(`The problem ${of.code} is declared twice`);
  declared.set(of.code, of);
  return class extends DomainError {
    static readonly problem: Problem = of;
    readonly problem: Problem = of;
  };
}

/** Every problem declared so far, sorted by code; each has a page under /problems. */
export function problems(): Problem[] {
  return [...declared.values()].sort((a, b) => a.code.localeCompare(b.code));
}

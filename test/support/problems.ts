import type { DomainError, ErrorKind } from '@holdfast/kernel';

/** A refusal, and what clients rely on of it: its code, its kind (by which it has a status), its members. */
export type Refused = readonly [code: string, kind: ErrorKind, error: DomainError, details?: Readonly<Record<string, unknown>>];

/** A test each. */
export const refusals = (...all: readonly Refused[]): { readonly code: string; readonly refused: Refused }[] => all.map((refused) => ({ code: refused[0], refused }));

const TITLE = /^\p{Lu}.{8,}[^.]$/u;
const SENTENCES = /^\S.{8,}[.?]$/s;

/** Its words may change, but never be missing. */
export function expectRefusal([code, kind, error, details = {}]: Refused): void {
  const { problem } = error;
  expect({ code: problem.code, kind: problem.kind, details: error.details }).toEqual({ code, kind, details });
  expect(problem.title).toMatch(TITLE);
  expect(problem.about ?? 'Nothing more is known.').toMatch(SENTENCES);
  expect(error.message).toMatch(SENTENCES);
  expect((error.constructor as unknown as { problem: unknown }).problem).toBe(problem);
}

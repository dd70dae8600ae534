/** A start that cannot go on, in words for the person at the terminal: what is wrong and what to do. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Takes one line for the person at the terminal. */
export type Say = (line: string) => void;

import type { Checker, CheckResult } from '@stryker-mutator/api/check';
import { CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import { Random } from '../prove/random.js';
import { UNDRAWN } from './report.js';

/** How many mutants are tried, of all that there are, and the seed that says which. */
export interface Draw {
  readonly mutants: number;
  readonly seed: number;
}

/** Stryker asks a checker about every mutant before it is tried, and takes for an answer only that it would not compile: so are those put aside that were not drawn. */
export class DrawnMutants implements Checker {
  static readonly inject = tokens(commonTokens.options);
  readonly #draw: Draw;

  constructor(options: StrykerOptions) {
    this.#draw = (options['holdfast'] as { draw: Draw }).draw;
  }

  async init(): Promise<void> {}

  /** All at once: a part of them each time would be no draw from all. */
  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const drawn = drawnOf(mutants.map(({ id }) => id), this.#draw);
    return Object.fromEntries(mutants.map(({ id }) => [id, drawn.has(id) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: UNDRAWN }]));
  }
}

/** Each has the same chance, wherever it is. */
export function drawnOf(ids: readonly string[], { mutants, seed }: Draw): Set<string> {
  return new Set(new Random(seed).shuffled(ids.toSorted((one, other) => Number(one) - Number(other))).slice(0, mutants));
}

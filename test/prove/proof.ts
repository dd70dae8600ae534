/** Something that Holdfast promises, tried over and over under faults that a seed decides. */
export interface Proof {
  /** Name of its folder under test/faults, test/security or bench. */
  readonly name: string;
  /** One sentence: what is tried, and what must hold. */
  readonly about: string;
  /** The cells of the resiliency matrix that it stands for. */
  readonly promises: readonly ResiliencyPromise[];
  /** Runs on the PostgreSQL server that is shared by all proofs of a run (see test/support/database.ts). */
  run(options: ProofOptions, tell: Tell): Promise<ProofReport>;
}

export const DEPENDENCIES = [
  'PostgreSQL', 'queue', 'payment gateway', 'mail server', 'receivers of webhooks', 'API process', 'worker process', 'clock', 'disk', 'clients',
] as const;
export const FAULTS = ['down', 'slow', 'flapping', 'lying'] as const;

/** What Holdfast does when a dependency fails in one way. */
export interface ResiliencyPromise {
  /** Unique within its proof; {@link ProofReport.kept} speaks of it. */
  readonly id: string;
  readonly dependency: (typeof DEPENDENCIES)[number];
  readonly fault: (typeof FAULTS)[number];
  /** The promised behavior, in a few words. */
  readonly behavior: string;
}

/** A shorter soak than that is none. */
export const WHOLE_MINUTES = 10;
/** With fewer orders a shop has not grown. */
export const WHOLE_ORDERS = 1_000_000;

export interface ProofOptions {
  /** Decides everything that is left to chance: the same seed, the same runs. */
  readonly seed: number;
  /** `sample` is some seconds of work, for `npm test`. */
  readonly size: 'whole' | 'sample';
  /** One case alone, by the name that a failure gave. */
  readonly only?: string | undefined;
  /** How often a proof that counts in kills lets something die, instead of as often as it would. */
  readonly kills?: number | undefined;
  /** How long a proof that counts in minutes goes on, instead of as long as it would. */
  readonly minutes?: number | undefined;
  /** How many variants and orders a proof that counts in them makes up, instead of as many as it would. */
  readonly variants?: number | undefined;
  readonly orders?: number | undefined;
}

/** Progress within a proof, for the person at the terminal: each line takes the place of the one before. */
export type Tell = (line: string) => void;

export interface ProofReport {
  /** Different situations that were tried. */
  readonly points: number;
  /** Runs in all. */
  readonly runs: number;
  readonly failures: readonly Failure[];
  /** What was measured besides, by its name. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** Which of the proof's promises held, by id. One that is missing was not tried. */
  readonly kept: Readonly<Record<string, boolean>>;
}

export interface Failure {
  readonly what: string;
  readonly seed: number;
  /** The one command that does it again. */
  readonly repeat: string;
}

/** A failure of one case of a proof, with the command that repeats it. */
export function failureOf(proof: Pick<Proof, 'name'>, { seed, size, kills, minutes, variants, orders }: ProofOptions, only: string | undefined, what: string): Failure {
  const amounts = Object.entries({ kills, minutes, variants, orders }).flatMap(([name, amount]) => (amount === undefined ? [] : [`--${name} ${amount}`]));
  const flags = [`--only ${proof.name}`, `--seed ${seed}`, ...(size === 'sample' ? ['--quick'] : []), ...amounts, ...(only === undefined ? [] : [`--case '${only}'`])];
  return { what, seed, repeat: `npm run prove -- ${flags.join(' ')}` };
}

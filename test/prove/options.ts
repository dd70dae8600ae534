import { parseArgs } from 'node:util';
import { Refusal } from '../../apps/launcher/src/refusal.js';
import type { Proof, ProofOptions } from './proof.js';
import { freshSeed } from './random.js';

export interface ProveOptions extends ProofOptions {
  readonly proofs: readonly Proof[];
  readonly list: boolean;
  /** Write the documents anew from what earlier runs found, and run nothing. */
  readonly documents: boolean;
}

export const USAGE = `Usage: npm run prove -- [options]

Tries what Holdfast promises under faults, one proof after the other, with real processes on a PostgreSQL
of its own. Writes docs/proof/, docs/proof.md and docs/resiliency.md. Ends with 1 when a promise was broken.

  --list           what there is to prove
  --only NAMES     some proofs (comma-separated)
  --seed N         repeats what seed N decided
  --quick          the size of the sample in npm test; nothing is written
  --kills N        how often failover lets the primary die (20); nothing is written
  --minutes N      how long chaos (10) or soak (60) goes on; written from 10 on
  --variants N     how many variants growth makes up (1,000,000)
  --orders N       how many orders growth makes up (5,000,000, some 54 GB; on a smaller disk as many as fit); written from 1,000,000 on
  --case NAME      one case of one proof, by the name that a failure gave; nothing is written
  --documents      writes docs/proof.md and docs/resiliency.md from what earlier runs found; runs nothing
  --help           this text`;

/**
 * Reads the command line; undefined when only help is wanted.
 * @throws Refusal for what does not exist.
 */
export function parseOptions(args: readonly string[], all: readonly Proof[]): ProveOptions | undefined {
  const { help, list, documents, only, quick, seed = String(freshSeed()), case: one, kills, minutes, variants, orders } = parsed(args);
  if (help) return undefined;
  if (!/^\d{1,10}$/.test(seed)) throw new Refusal(`--seed takes a whole number, not "${seed}".`);
  const proofs = only === undefined ? all : only.split(',').map((name) => named(name.trim(), all));
  if (one !== undefined && proofs.length !== 1) throw new Refusal('--case needs --only with the one proof that it belongs to.');
  return { proofs, list, documents, seed: Number(seed), size: quick ? 'sample' : 'whole', only: one, kills: amount('kills', kills), minutes: amount('minutes', minutes), variants: amount('variants', variants, MANY), orders: amount('orders', orders, MANY) };
}

const FEW = 9_999;
const MANY = 99_999_999;

function amount(name: string, given: string | undefined, most = FEW): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,7}$/.test(given) || Number(given) > most) throw new Refusal(`--${name} takes a whole number from 1 to ${most}, not "${given}".`);
  return Number(given);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        list: { type: 'boolean', default: false },
        documents: { type: 'boolean', default: false },
        only: { type: 'string' },
        seed: { type: 'string' },
        quick: { type: 'boolean', default: false },
        case: { type: 'string' },
        kills: { type: 'string' },
        minutes: { type: 'string' },
        variants: { type: 'string' },
        orders: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]}.\n\n${USAGE}`);
  }
}

function named(name: string, all: readonly Proof[]): Proof {
  const proof = all.find((each) => each.name === name);
  if (!proof) throw new Refusal(`There is no proof "${name}". There are: ${all.map((each) => each.name).join(', ')}.`);
  return proof;
}

import { parseArgs } from 'node:util';
import { Refusal } from '../apps/launcher/src/refusal.js';

export const TOPICS = ['checkout', 'logins', 'read', 'list'] as const;
export type Topic = (typeof TOPICS)[number];

export interface Options {
  readonly topics: readonly Topic[];
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How often each figure is measured; the median counts. */
  readonly repeats: number;
  readonly floorOnly: boolean;
  /** Whether the figures are complete enough to be published. */
  readonly isWhole: boolean;
}

export const USAGE = `Usage: npm run bench -- [options]

Measures Holdfast's API against the limit of this machine: a hand-written floor of bare Fastify and
pg on the same PostgreSQL. Takes about half an hour and writes docs/benchmarks.md.

  --quick          windows of 5 s, each once: a first impression, nothing is written
  --only TOPICS    some of ${TOPICS.join(', ')} (comma-separated); nothing is written
  --seconds N      length of a window (default 20)
  --floor-only     the limit alone, without Holdfast; nothing is written
  --help           this text

With DATABASE_URL its server is used (two databases are made there and removed again); without it,
an embedded PostgreSQL in a temporary folder. Exit status 1 means that an order was lost or stock
was oversold; a goal that is missed is a figure, not a failure.`;

/**
 * Reads the command line; undefined when only help is wanted.
 * @throws Refusal for what does not exist.
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const topics = values.only === undefined ? TOPICS : values.only.split(',').map(topicOf);
  const seconds = Number(values.seconds ?? (values.quick ? 5 : 20));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new Refusal(`--seconds takes a whole number from 1 to 600, not "${values.seconds}".`);
  return {
    topics,
    seconds,
    warmUpSeconds: Math.min(3, seconds),
    repeats: values.quick ? 1 : 2,
    floorOnly: values['floor-only'],
    isWhole: topics.length === TOPICS.length && !values.quick && !values['floor-only'],
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        seconds: { type: 'string' },
        'floor-only': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]}.\n\n${USAGE}`);
  }
}

function topicOf(name: string): Topic {
  const topic = TOPICS.find((each) => each === name.trim());
  if (!topic) throw new Refusal(`--only takes ${TOPICS.join(', ')}, not "${name}".`);
  return topic;
}

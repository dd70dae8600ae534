import type { Side as SideName, Work } from './messages.js';
import type { Topic } from './options.js';
import type { FloorForm } from './floor-side.js';
import type { Side } from './sides.js';

/** One kind of work that both sides do side by side. */
export interface Contest {
  readonly key: string;
  readonly topic: Topic;
  readonly title: string;
  readonly work: Work;
  /** Sides that have windows of their own. */
  readonly sides: readonly SideName[];
  /** The floor has no carts: its checkout of this contest stands for the pair of calls. */
  readonly floorFrom?: string;
  /** The contest whose figures of Holdfast stand here too. */
  readonly holdfastFrom?: string;
  /** Numbers of connections that this contest is measured with; all where nothing is said. */
  readonly connections?: readonly number[];
  /** Rates of logins beside the work, each in windows of its own, taking turns. The row stands in a table of its own. */
  readonly loginsPerSecond?: readonly number[];
  /** How the floor writes its transactions; statement by statement where nothing is said. */
  readonly floorForm?: FloorForm;
  /** The contest whose best pool the floor has here too; by default its own. */
  readonly poolOf?: string;
  /** How long PostgreSQL takes, at least, to make a commit durable; as long as the disk where nothing is said. */
  readonly flushMs?: number;
  /** Share of the limit to reach with {@link GOAL_CONNECTIONS}; none where the figure only informs. */
  readonly goal?: number;
  variants(side: Side): readonly string[];
  paths(side: Side): readonly string[];
}

export const CONNECTIONS = [16, 64] as const;
export const GOAL_CONNECTIONS = 64;
export const MEMORY_GOAL_MB = 250;

const BOTH = ['floor', 'holdfast'] as const;
const nothing = (): readonly string[] => [];

/** Checkouts where a commit takes so long: a disk at the other end of a network, or a standby that has to have it too. */
function slowDisk(flushMs: number): Contest[] {
  const each = { topic: 'checkout', work: 'checkout', sides: BOTH, connections: [GOAL_CONNECTIONS], flushMs, paths: nothing } as const;
  return [
    { ...each, key: `slow-${flushMs}-random`, title: `checkout at random, each commit ≥ ${flushMs} ms`, variants: (side) => side.variants },
    { ...each, key: `slow-${flushMs}-hot`, title: `checkout of one hot variant, each commit ≥ ${flushMs} ms`, poolOf: `slow-${flushMs}-random`, variants: (side) => [side.hotVariant] },
  ];
}

export const CONTESTS: readonly Contest[] = [
  {
    key: 'checkout-random',
    topic: 'checkout',
    title: 'checkout, 1,000 variants at random',
    work: 'checkout',
    sides: BOTH,
    goal: 1.5,
    variants: (side) => side.variants,
    paths: nothing,
  },
  {
    key: 'checkout-hot',
    topic: 'checkout',
    title: 'checkout, one hot variant',
    work: 'checkout',
    sides: BOTH,
    // Which variant will be hot, nobody knows beforehand: checkouts have one pool.
    poolOf: 'checkout-random',
    goal: 5,
    variants: (side) => [side.hotVariant],
    paths: nothing,
  },
  {
    key: 'cart-and-checkout',
    topic: 'checkout',
    title: 'cart + checkout, at random',
    work: 'cart-and-checkout',
    sides: ['holdfast'],
    floorFrom: 'checkout-random',
    poolOf: 'checkout-random',
    variants: (side) => side.variants,
    paths: nothing,
  },
  {
    key: 'tight-random',
    topic: 'checkout',
    title: 'checkout at random, against a limit of one statement per transaction',
    work: 'checkout',
    sides: ['floor'],
    holdfastFrom: 'checkout-random',
    floorForm: 'one-statement',
    connections: [64],
    variants: (side) => side.variants,
    paths: nothing,
  },
  {
    key: 'tight-hot',
    topic: 'checkout',
    title: 'checkout of one hot variant, against a limit of one statement per transaction',
    work: 'checkout',
    sides: ['floor'],
    holdfastFrom: 'checkout-hot',
    floorForm: 'one-statement',
    connections: [64],
    poolOf: 'tight-random',
    variants: (side) => [side.hotVariant],
    paths: nothing,
  },
  ...[1, 4].flatMap(slowDisk),
  {
    key: 'logins',
    topic: 'logins',
    title: 'checkout, 1,000 variants at random, with logins beside it',
    work: 'checkout',
    sides: ['holdfast'],
    loginsPerSecond: [0, 100],
    variants: (side) => side.variants,
    paths: nothing,
  },
  {
    key: 'read',
    topic: 'read',
    title: 'product by id',
    work: 'get',
    sides: BOTH,
    goal: 0.8,
    variants: nothing,
    paths: (side) => side.productPaths,
  },
  {
    key: 'list',
    topic: 'list',
    title: 'list of 20 products',
    work: 'get',
    sides: BOTH,
    goal: 0.8,
    variants: nothing,
    paths: (side) => side.listPaths,
  },
];

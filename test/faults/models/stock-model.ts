import fc from 'fast-check';
import { type Answer, type Model, refusal, SKIPPED } from './model.js';

/** So many of a variant, by its place. */
export type Line = readonly [variant: number, units: number];

interface Level {
  readonly onHand: number;
  readonly reserved: number;
}

interface Checkout {
  readonly client: number;
  readonly status: 'open' | 'canceled' | 'completed';
  readonly isOver: boolean;
  /** What it still holds. */
  readonly held: readonly Line[];
}

export interface StockState {
  readonly levels: readonly Level[];
  readonly checkouts: readonly Checkout[];
}

export type StockCommand =
  | { readonly kind: 'adjust'; readonly lines: readonly Line[] }
  | { readonly kind: 'count'; readonly variant: number; readonly expected: number; readonly counted: number }
  | { readonly kind: 'hold'; readonly lines: readonly Line[] }
  | { readonly kind: 'pay' | 'cancel'; readonly nth: number }
  | { readonly kind: 'time passes' }
  | { readonly kind: 'level'; readonly variant: number };

export const FIRST_STOCK = 4;
export const VARIANTS = 2;
const START: StockState = { levels: Array.from({ length: VARIANTS }, () => ({ onHand: FIRST_STOCK, reserved: 0 })), checkouts: [] };

const variant = fc.nat(VARIANTS - 1);
const linesOf = (units: fc.Arbitrary<number>) => fc.uniqueArray(fc.tuple(variant, units), { minLength: 1, maxLength: VARIANTS, selector: ([which]) => which });
const hold: fc.Arbitrary<StockCommand> = fc.record({ kind: fc.constant('hold'), lines: linesOf(fc.integer({ min: 1, max: 3 })) });
const ends: fc.Arbitrary<StockCommand> = fc.record({ kind: fc.constantFrom('pay', 'cancel'), nth: fc.nat(5) });
const adjust: fc.Arbitrary<StockCommand> = fc.record({ kind: fc.constant('adjust'), lines: linesOf(fc.constantFrom(-3, -2, -1, 1, 2, 3)) });
const count: fc.Arbitrary<StockCommand> = fc.record({ kind: fc.constant('count'), variant, expected: fc.integer({ min: 2, max: 6 }), counted: fc.nat(8) });
const level: fc.Arbitrary<StockCommand> = fc.record({ kind: fc.constant('level'), variant });
const time: fc.Arbitrary<StockCommand> = fc.constant({ kind: 'time passes' });

/** Stock of a few variants: on hand, reserved by holds and allocations, free for others when a hold's time is over. */
export const stockModel: Model<StockState, StockCommand> = {
  name: 'stock',
  start: START,
  commands: fc.oneof({ weight: 6, arbitrary: hold }, { weight: 4, arbitrary: ends }, { weight: 3, arbitrary: adjust }, count, level, time),
  concurrent: fc.oneof({ weight: 5, arbitrary: hold }, { weight: 3, arbitrary: ends }, { weight: 2, arbitrary: adjust }, count, level),
  step(state, command, client) {
    switch (command.kind) {
      case 'adjust': return adjusted(state, command.lines.map(([at, delta]) => [at, state.levels[at]!.onHand + delta]));
      case 'count': return counted(state, command);
      case 'hold': return held(state, command.lines, client);
      case 'pay': case 'cancel': return ended(state, command, client);
      case 'time passes': return { state: { ...state, checkouts: state.checkouts.map((one) => ({ ...one, isOver: one.isOver || one.status === 'open' })) }, answer: { status: 200 } };
      case 'level': return { state, answer: { status: 200, level: shown(state.levels[command.variant]!) } };
    }
  },
};

type Outcome = ReturnType<typeof stockModel.step>;

const shown = ({ onHand, reserved }: Level): readonly number[] => [onHand, reserved];
const changed = (state: StockState, change: (level: Level, at: number) => Level): StockState => ({ ...state, levels: state.levels.map(change) });

/** All levels become what they should, or none: none may fall below what is reserved. */
function adjusted(state: StockState, wanted: readonly Line[]): Outcome {
  const below = wanted.filter(([at, onHand]) => onHand < state.levels[at]!.reserved);
  if (below.length > 0) return { state, answer: { ...refusal(409, 'stock-below-reserved'), conflicts: below.map(([at]) => shown(state.levels[at]!)) } };
  const next = changed(state, (level, at) => ({ ...level, onHand: wanted.find(([which]) => which === at)?.[1] ?? level.onHand }));
  return { state: next, answer: { status: 201, levels: wanted.map(([at]) => shown(next.levels[at]!)) } };
}

function counted(state: StockState, { variant, expected, counted: onHand }: Extract<StockCommand, { kind: 'count' }>): Outcome {
  const level = state.levels[variant]!;
  if (level.onHand !== expected) return { state, answer: { ...refusal(409, 'stock-changed'), conflicts: [shown(level)] } };
  return adjusted(state, [[variant, onHand]]);
}

/** All or nothing. Holds whose time is over are given up where stock is short, and only there. */
function held(state: StockState, lines: readonly Line[], client: number): Outcome {
  const isShort = ({ levels }: StockState, [at, units]: Line): boolean => levels[at]!.onHand - levels[at]!.reserved < units;
  const next = reclaimed(state, lines.filter((line) => isShort(state, line)).map(([at]) => at));
  const short = lines.filter((line) => isShort(next, line));
  if (short.length > 0) {
    const missing = short.map(([at, units]) => [at, units, next.levels[at]!.onHand - next.levels[at]!.reserved]);
    return { state: next, answer: { ...refusal(409, 'insufficient-stock'), missing } };
  }
  const taken = changed(next, (level, at) => ({ ...level, reserved: level.reserved + unitsOf(lines, at) }));
  return { state: { ...taken, checkouts: [...taken.checkouts, { client, status: 'open', isOver: false, held: lines }] }, answer: { status: 201, checkout: 'open' } };
}

const unitsOf = (lines: readonly Line[], at: number): number => lines.find(([which]) => which === at)?.[1] ?? 0;

function reclaimed(state: StockState, short: readonly number[]): StockState {
  const isDead = ({ status, isOver }: Checkout): boolean => status === 'open' && isOver;
  const dead = state.checkouts.filter(isDead).flatMap(({ held: lines }) => lines.filter(([at]) => short.includes(at)));
  const freed = changed(state, (level, at) => ({ ...level, reserved: level.reserved - dead.reduce((sum, [which, units]) => sum + (which === at ? units : 0), 0) }));
  return { ...freed, checkouts: freed.checkouts.map((one) => (isDead(one) ? { ...one, held: one.held.filter(([at]) => !short.includes(at)) } : one)) };
}

/** A client's own checkout is paid or given up. */
function ended(state: StockState, { kind, nth }: { kind: 'pay' | 'cancel'; nth: number }, client: number): Outcome {
  const own = state.checkouts.filter((one) => one.client === client);
  const one = own[nth % own.length];
  if (!one) return { state, answer: SKIPPED };
  const become = (change: Partial<Checkout>): StockState => ({ ...state, checkouts: state.checkouts.map((each) => (each === one ? { ...one, ...change } : each)) });
  if (kind === 'pay') {
    if (one.status !== 'open' || one.isOver) return { state, answer: refusal(409, 'checkout-not-open') };
    return { state: become({ status: 'completed' }), answer: { status: 201, checkout: 'completed' } satisfies Answer };
  }
  if (one.status === 'canceled') return { state, answer: { status: 204 } };
  if (one.status === 'completed') return { state, answer: refusal(409, 'checkout-not-open') };
  return { state: changed(become({ status: 'canceled', held: [] }), (level, at) => ({ ...level, reserved: level.reserved - unitsOf(one.held, at) })), answer: { status: 204 } };
}

import type { Operation } from './history.js';
import { RangeMinimum } from './range-minimum.js';

export interface Violation {
  readonly kind: 'oversold' | 'refused-in-vain';
  readonly operation: Operation;
  readonly detail: string;
}

/** A moment at which an operation begins (`from`) or is answered (`until`). */
interface Moment {
  readonly operation: Operation;
  readonly edge: 'from' | 'until';
  readonly at: number;
}

/**
 * Whether the clients' log of one variant can be put into one order in which every operation takes effect at one moment of its
 * interval, nothing is taken that is not there, and each refusal finds fewer free units than it asked for. Answers what speaks against it.
 *
 * Trying all orders takes exponential time. Here it needs none of that, because the state is one number and all that
 * changes it commutes: only *how many* units were taken and given until a moment counts, never by whom. So it is enough to know, for every
 * moment between two edges of operations, the bounds of what can have been free:
 *
 * - `most`: all gives that were asked for have happened, and only those takes that were answered. Is it below 0 anywhere,
 *   then more was granted than there can have been: oversold, whatever the order.
 * - `least`: only gives that were answered have happened, and as many takes as possible of those under way. Not all may have happened so
 *   early: a unit taken now is missing until that take is answered, and others that are answered before may need it. With
 *   `most` as a budget, a take that is moved ahead of its answer spends its units on all moments from now to then; takes with the earliest answer
 *   go first. These budgets are nested (each reaches from now to an answer), so the greedy choice moves as many units as any
 *   choice could, and what was moved for one refusal never stands in the way of the next (it extends to a best choice there).
 *
 * A refusal of q units is legal when at some moment of its interval `least` < q; and when it told that n were free, then `least` <= n <= `most`.
 * Operations without an answer may have happened or not: they count where that helps the shop. Sorting, and one search in a tree
 * of minima per edge, make O(n log n); each refusal then looks at the edges within its own interval.
 *
 * No legal history is ever condemned. All illegal ones are found where single units are taken and no give overlaps another
 * operation; beyond that the bounds are generous, since a give may count as early for one purpose and as late for another
 * (checker.spec.ts holds both against a search of all orders).
 */
export function violationsOf(stock: number, operations: readonly Operation[]): Violation[] {
  const moments = momentsOf(operations);
  const most = mostFree(stock, moments);
  const oversold = most.findIndex((free) => free < 0);
  if (oversold >= 0) {
    const { operation } = moments[oversold]!;
    return [{ kind: 'oversold', operation, detail: `with ${operation.name}, ${-most[oversold]!} more were granted than there can have been` }];
  }
  const least = leastFree(stock, moments, most);
  const index = new Map(moments.flatMap(({ operation, edge }, at) => (edge === 'from' ? [[operation, at]] : [])));
  return moments.flatMap(({ operation, edge }, until) => {
    if (edge === 'from' || operation.effect !== 'refused') return [];
    return refusedInVain(operation, most.slice(index.get(operation), until), least.slice(index.get(operation), until));
  });
}

/** Edges in the order of time; at the same instant operations count as overlapping. */
function momentsOf(operations: readonly Operation[]): Moment[] {
  const moments = operations.flatMap((operation): Moment[] => [
    { operation, edge: 'from', at: operation.from },
    ...(operation.until === null ? [] : [{ operation, edge: 'until', at: operation.until } as const]),
  ]);
  return moments.sort((a, b) => a.at - b.at || Number(a.edge === 'until') - Number(b.edge === 'until'));
}

/** After each moment, how many can have been free at most. */
function mostFree(stock: number, moments: readonly Moment[]): number[] {
  let free = stock;
  return moments.map(({ operation: { effect, units }, edge }) => {
    if (effect === 'give' && edge === 'from') free += units;
    if (effect === 'take' && edge === 'until') free -= units;
    return free;
  });
}

/** A take that is under way: how much of it was moved ahead, and where its answer is. */
interface Pending {
  readonly answered: number;
  left: number;
  moved: number;
}

/** After each moment, how many can have been free at least. */
function leastFree(stock: number, moments: readonly Moment[], most: readonly number[]): number[] {
  const budget = new RangeMinimum(most);
  const answers = new Map(moments.flatMap(({ operation, edge }, at) => (edge === 'until' ? [[operation, at]] : [])));
  const taking = new Map<Operation, Pending>();
  /** By their answers, the earliest last. */
  const waiting: Pending[] = [];
  let free = stock;
  return moments.map(({ operation, edge }, now) => {
    const { effect, units } = operation;
    if (effect === 'give' && edge === 'until') free += units;
    if (effect === 'take' && edge === 'from') {
      const pending = { answered: answers.get(operation) ?? moments.length, left: units, moved: 0 };
      taking.set(operation, pending);
      waiting.splice(waiting.findLastIndex(({ answered }) => answered > pending.answered) + 1, 0, pending);
    }
    if (effect === 'take' && edge === 'until') {
      const pending = taking.get(operation)!;
      free -= units - pending.moved;
      if (pending.left > 0) waiting.splice(waiting.indexOf(pending), 1);
    }
    free -= moveAhead(waiting, budget, now);
    return free;
  });
}

/** Lets takes that are under way happen now, as far as the budget goes; answers how many units. */
function moveAhead(waiting: Pending[], budget: RangeMinimum, now: number): number {
  let moved = 0;
  for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
    const units = Math.min(next.left, budget.least(now, next.answered - 1));
    if (units <= 0) break;
    budget.add(now, next.answered - 1, -units);
    next.left -= units;
    next.moved += units;
    moved += units;
    if (next.left > 0) break;
    waiting.pop();
  }
  return moved;
}

function refusedInVain(operation: Operation, most: readonly number[], least: readonly number[]): Violation[] {
  const { name, units, told } = operation;
  const fewest = Math.min(...least);
  if (fewest >= units) return [{ kind: 'refused-in-vain', operation, detail: `${name} asked for ${units}, and at least ${fewest} were free all the while` }];
  if (told === undefined || (told < units && most.some((free, at) => least[at]! <= told && told <= free))) return [];
  return [{ kind: 'refused-in-vain', operation, detail: `${name} was told that ${told} were free, which at no moment was so` }];
}

import fc from 'fast-check';
import { hasOrder } from '../orders.js';
import { violationsOf } from './checker.js';
import { type Effect, History, type Operation } from './history.js';

const op = (effect: Effect, from: number, until: number | null, units = 1, told?: number): Operation => ({ name: `${effect} ${from}`, effect, units, from, until, told });
const take = (from: number, until: number | null, units = 1) => op('take', from, until, units);
const give = (from: number, until: number | null, units = 1) => op('give', from, until, units);
const refused = (from: number, until: number, units = 1, told?: number) => op('refused', from, until, units, told);
const kinds = (stock: number, ...operations: Operation[]) => violationsOf(stock, operations).map(({ kind }) => kind);

/** The same question, answered by trying every order. */
const hasLegalOrder = (stock: number, operations: readonly Operation[]): boolean =>
  hasOrder(operations, stock, (free, { effect, units, told }) => {
    if (effect === 'give') return free + units;
    if (effect === 'take') return free >= units ? free - units : undefined;
    return free < units && (told === undefined || told === free) ? free : undefined;
  });

describe('histories of one variant that are legal', () => {
  it.each<[string, number, Operation[]]>([
    ['as many are taken as there are, the next is refused', 2, [take(0, 1), take(2, 3), refused(4, 5, 1, 0)]],
    ['what was given back is taken again', 1, [take(0, 1), give(2, 3), take(4, 5)]],
    ['a refusal beside a take of the last one that is answered later', 1, [take(0, 9), refused(2, 3)]],
    ['a refusal beside a give that was not done yet', 1, [take(0, 1), give(2, 9), refused(3, 4)]],
    ['a take beside the give that it lives from', 1, [take(0, 1), give(2, 9), take(3, 4)]],
    ['a refusal for which a take without an answer must have happened', 1, [take(0, null), refused(5, 6)]],
    ['a take for which a take without an answer cannot have happened', 1, [take(0, null), take(5, 6)]],
    ['a take for which a give without an answer must have happened', 1, [take(0, 1), give(2, null), take(5, 6)]],
    ['a refusal for which a give without an answer cannot have happened', 1, [take(0, 1), give(2, null), refused(5, 6)]],
    ['a refusal of more than there is, which tells how many there are', 3, [take(0, 1), refused(2, 3, 4, 2)]],
    ['a refusal that began before the stock came', 0, [refused(0, 9, 1, 0), give(2, 3)]],
  ])('%s', (_, stock, operations) => {
    expect(kinds(stock, ...operations)).toEqual([]);
  });
});

describe('histories of one variant that are not', () => {
  it.each<[string, number, Operation[], string]>([
    ['one more than there is', 1, [take(0, 1), take(0, 1)], 'oversold'],
    ['taken before it was given back', 1, [take(0, 1), take(2, 3), give(4, 5)], 'oversold'],
    ['more units than are left', 3, [take(0, 1, 2), take(2, 3, 2)], 'oversold'],
    ['a refusal while one was free, as by a cache that was never told of it', 1, [take(0, 1), give(2, 3), refused(4, 5)], 'refused-in-vain'],
    ['a refusal while all was free', 5, [refused(0, 1, 5)], 'refused-in-vain'],
    ['a refusal that tells of a time before its own', 1, [take(0, 1, 1), give(2, 3, 2), refused(4, 5, 3, 0)], 'refused-in-vain'],
    ['a refusal that tells of enough', 0, [refused(0, 1, 1, 1)], 'refused-in-vain'],
    // The take under way can have had the unit before the refusal, or left it to the one after: not both.
    ['a refusal and a grant that need the same unit', 1, [take(0, 100), refused(5, 8), take(10, 20), give(30, 40)], 'refused-in-vain'],
  ])('%s', (_, stock, operations, kind) => {
    expect(kinds(stock, ...operations)).toEqual([kind]);
  });
});

/** Intervals that begin and end at different times; those of `instant` effects overlap nothing. */
function histories(units: fc.Arbitrary<number>, instant: (effect: Effect) => boolean) {
  const operation = fc.record({ effect: fc.constantFrom<Effect>('take', 'take', 'give', 'refused'), units, from: fc.double({ noNaN: true, min: 0, max: 1 }), length: fc.double({ noNaN: true, min: 0, max: 0.6 }), lost: fc.integer({ min: 0, max: 5 }), told: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }) });
  return fc.array(operation, { maxLength: 7 }).map((all) =>
    all.map(({ effect, units: amount, from, length, lost, told }, i): Operation => {
      const until = effect !== 'refused' && lost === 0 ? null : instant(effect) ? from : from + length;
      return { name: `${effect} ${i}`, effect, units: amount, from, until, told: effect === 'refused' ? told : undefined };
    }),
  );
}
const stocks = fc.integer({ min: 0, max: 3 });

describe('the checker against a search of all orders', () => {
  it('condemns no history that has a legal order', () => {
    fc.assert(
      fc.property(stocks, histories(fc.integer({ min: 1, max: 3 }), () => false), (stock, operations) => {
        fc.pre(hasLegalOrder(stock, operations));
        expect(kinds(stock, ...operations)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds every history of single units that has none, where gives overlap nothing', () => {
    fc.assert(
      fc.property(stocks, histories(fc.constant(1), (effect) => effect === 'give'), (stock, operations) => {
        const known = operations.filter(({ effect, until }) => effect !== 'give' || until !== null).map((operation) => ({ ...operation, told: undefined }));
        expect(kinds(stock, ...known).length === 0).toBe(hasLegalOrder(stock, known));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is done with 100,000 operations soon', () => {
    const operations = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? take(i, i + 150) : give(i, i + 90)));
    expect(kinds(200, ...operations)).toEqual([]);
  });
});

describe('the log of what clients did', () => {
  it('keeps what was not answered as unknown, and forgets what surely did not happen', () => {
    const history = new History();
    history.invoke('mug', 'take', 1, 'lost');
    history.invoke('mug', 'take', 2, 'done').ok();
    history.invoke('mug', 'take', 3, 'too many').refused(1);
    history.invoke('mug', 'take', 4, 'cart gone').void();
    history.invoke('cup', 'give', 5, 'elsewhere').ok();

    const told = history.of('mug').map(({ name, effect, until, told }) => [name, effect, until !== null, told]);

    expect(told).toEqual([['done', 'take', true, undefined], ['too many', 'refused', true, 1], ['lost', 'take', false, undefined]]);
  });
});

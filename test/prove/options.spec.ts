import { parseOptions } from './options.js';
import { failureOf, type Proof } from './proof.js';
import { Random } from './random.js';

const named = (name: string): Proof => ({ name, about: '', promises: [], run: () => Promise.reject(new Error('not here')) });
const all = [named('first'), named('second')];
const parse = (...args: string[]) => parseOptions(args, all);

describe('the command line of the proofs', () => {
  it('means all of them, whole, with a seed of their own', () => {
    const [one, other] = [parse(), parse()];

    expect(one).toMatchObject({ proofs: all, size: 'whole', list: false });
    expect(one?.seed).not.toBe(other?.seed);
  });

  it('names some of them, and repeats a seed at the size of the sample', () => {
    expect(parse('--only', 'second,first', '--seed', '7', '--quick')).toMatchObject({ proofs: [all[1], all[0]], seed: 7, size: 'sample' });
  });

  it.each([
    [['--only', 'third'], 'There is no proof "third". There are: first, second.'],
    [['--seed', 'x'], '--seed takes a whole number, not "x".'],
    [['--case', 'a'], '--case needs --only with the one proof that it belongs to.'],
    [['--kills', '0'], '--kills takes a whole number from 1 to 9999, not "0".'],
    [['--wrong'], "Unknown option '--wrong'"],
  ])('is refused when it makes no sense: %j', (args, reason) => {
    expect(() => parse(...args)).toThrow(reason);
  });

  it('that a failure gives leads to the same case', () => {
    const { repeat } = failureOf(all[0]!, { seed: 9, size: 'sample' }, 'card/tx1#2', 'broken');

    expect(repeat).toBe("npm run prove -- --only first --seed 9 --quick --case 'card/tx1#2'");
    expect(parse(...repeat.replaceAll("'", '').split(' ').slice(4))).toMatchObject({ proofs: [all[0]], seed: 9, size: 'sample', only: 'card/tx1#2' });
  });
});

describe('chance', () => {
  const drawn = (seed: number): number[] => Array.from({ length: 1_000 }, ((random) => () => random.whole(1, 6))(new Random(seed)));

  it('is what the seed decides', () => {
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
    expect([...new Set(drawn(7))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('shuffles without losing any', () => {
    const order = new Random(7).shuffled([1, 2, 3, 4, 5, 6, 7, 8]);

    expect(order).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(order.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(() => new Random(7).pick([])).toThrow();
  });
});

import { chooseTests } from './plan.js';
import { type ReportedMutant, scoreOf, talliesOf, told } from './report.js';

const mutants = (...statuses: ReportedMutant['status'][]): { mutants: ReportedMutant[] } => ({
  mutants: statuses.map((status) => ({ status, mutatorName: 'EqualityOperator', location: { start: { line: 1, column: 1 } } })),
});

describe('what became of the mutants', () => {
  const tallies = talliesOf({
    files: {
      'libs/shop/src/domain/price.ts': mutants('Killed', 'Killed', 'Timeout', 'Survived'),
      'libs/shop/src/domain/deep/tax.ts': mutants('NoCoverage', 'Ignored', 'RuntimeError'),
      'libs/till/src/domain/coin.ts': mutants('Killed'),
    },
  });

  it('is told for each folder and for all', () => {
    expect([...tallies].map(([folder, tally]) => [folder, tally.mutants, scoreOf(tally)])).toEqual([['', 8, 66.66], ['libs/shop/src/domain', 7, 60], ['libs/till/src/domain', 1, 100]]);
    expect(told(tallies.get('libs/shop/src/domain')!)).toBe('60 %: 7 mutants, 2 killed, 1 timeouts, 1 survived, 1 not covered, 1 in error, 1 excluded');
  });

  it('is no score where there is none', () => {
    expect(scoreOf(talliesOf({ files: {} }).get('')!)).toBeUndefined();
  });
});

describe('the tests that judge a mutant', () => {
  const spec = (file: string, overhead: number, apart: boolean, ...ms: number[]) => ({ file, overhead, apart, tests: ms.map((one, nth) => ({ id: `${file} ${nth}`, ms: one })) });

  it('are those that run into it, the quickest specs first', () => {
    expect(chooseTests([spec('slow', 900, true, 5, 5), spec('quick', 1, true, 5, 5)], { 'slow 1': { m: 1 }, 'quick 0': { m: 1 } }).get('m')).toEqual(['quick 0', 'slow 1']);
  });

  it('have those before them where they lean on them', () => {
    expect(chooseTests([spec('journey', 1, false, 5, 5, 5)], { 'journey 1': { m: 1 } }).get('m')).toEqual(['journey 0', 'journey 1']);
  });

  it('are all of a spec that runs into it outside of its tests', () => {
    expect(chooseTests([spec('set-up', 1, true, 5, 5)], { 'set-up': { m: 1 } }).get('m')).toEqual(['set-up 0', 'set-up 1']);
  });

  it('are no more than can be run in a while, and one spec at least', () => {
    const covered = { 'endless 0': { m: 1, n: 1 }, 'quick 0': { m: 1 } };

    expect([...chooseTests([spec('endless', 60_000, true, 5), spec('quick', 1, true, 5)], covered)]).toEqual([['m', ['quick 0']], ['n', ['endless 0']]]);
  });
});

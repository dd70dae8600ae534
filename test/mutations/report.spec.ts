import { drawnOf } from './draw.js';
import { chooseTests } from './plan.js';
import { intervalOf, type ReportedMutant, scoreOf, talliesOf, told, UNDRAWN } from './report.js';

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

  it('is told with its certainty where chance left some out, which count for nothing', () => {
    const some = mutants('Killed', 'Killed', 'Killed', 'Survived', 'CompileError', 'CompileError').mutants;
    const drawn = talliesOf({ files: { 'libs/till/src/application/count.ts': { mutants: [...some.slice(0, 4), ...some.slice(4).map((mutant) => ({ ...mutant, statusReason: UNDRAWN }))] } } });

    expect(told(drawn.get('')!)).toBe('75 % (with 95 % certainty 30.1 to 95.4 %): 4 drawn of 6 mutants, 3 killed, 0 timeouts, 1 survived, 0 not covered');
    expect(intervalOf({ mutants: 4_000, undrawn: 3_400, killed: 500, timeouts: 10, survived: 60, uncovered: 30, errors: 0, excluded: 0 })).toEqual([81.9, 87.6]);
  });

  it('is no score where there is none', () => {
    expect(scoreOf(talliesOf({ files: {} }).get('')!)).toBeUndefined();
  });
});

describe('the mutants of a draw', () => {
  const ids = Array.from({ length: 400 }, (_, id) => String(id));

  it('are the same for a seed, in whatever order they come', () => {
    expect(drawnOf(ids.toReversed(), { mutants: 50, seed: 7 })).toEqual(drawnOf(ids, { mutants: 50, seed: 7 }));
    expect(drawnOf(ids, { mutants: 50, seed: 8 })).not.toEqual(drawnOf(ids, { mutants: 50, seed: 7 }));
  });

  it('are as many as were asked for, or all, and from all over', () => {
    expect([50, 500].map((mutants) => drawnOf(ids, { mutants, seed: 7 }).size)).toEqual([50, 400]);
    expect(new Set([...drawnOf(ids, { mutants: 50, seed: 7 })].map((id) => Math.floor(Number(id) / 100))).size).toBe(4);
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

  it('are also those that run into the most of its source, however quick the others are', () => {
    const files = [...Array.from({ length: 30 }, (_, nth) => spec(`passer-by-${nth}`, 900, true, 5)), spec('about-it', 3_000, true, 5, 5)];
    const covered = { ...Object.fromEntries(files.map(({ tests: [first] }) => [first!.id, { m: 1 }])), 'about-it 1': { m: 1, n: 1 } };
    const chosen = chooseTests(files, covered, [['m', 'n']]).get('m')!;

    expect([chosen.length, chosen.slice(-2)]).toEqual([20, ['about-it 1', 'about-it 0']]);
  });

  it('are no more than can be run in a while, and one spec at least', () => {
    const covered = { 'endless 0': { m: 1, n: 1 }, 'quick 0': { m: 1 } };

    expect([...chooseTests([spec('endless', 60_000, true, 5), spec('quick', 1, true, 5)], covered)]).toEqual([['m', ['quick 0']], ['n', ['endless 0']]]);
  });
});

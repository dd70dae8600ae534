import { RequestLimit } from './request-limit.js';

describe('a limit on requests', () => {
  const limit = () => new RequestLimit('address', 60, 60);
  /** How many of so many requests at once are let through. */
  const admitted = (of: RequestLimit, who: string, count: number, now: number) =>
    Array.from({ length: count }, () => of.take(of.usage(who), now)).filter((wait) => wait === 0).length;

  it('lets all of it through at once, then one for each part of the window', () => {
    const of = limit();
    expect(admitted(of, 'a', 100, 0)).toBe(60);
    expect([admitted(of, 'a', 100, 990), admitted(of, 'a', 100, 1_000), admitted(of, 'a', 100, 11_000), admitted(of, 'a', 100, 999_999)]).toEqual([0, 1, 10, 60]);
  });

  it('says how long to wait', () => {
    const of = limit();
    admitted(of, 'a', 60, 0);
    expect([of.take(of.usage('a'), 250), of.take(of.usage('a'), 1_000)]).toEqual([750, 0]);
  });

  it('counts each caller alone', () => {
    const of = limit();
    expect([admitted(of, 'a', 100, 0), admitted(of, 'b', 100, 0)]).toEqual([60, 60]);
  });

  it('gives back what was counted for somebody else', () => {
    const of = limit();
    admitted(of, 'a', 60, 0);
    of.giveBack(of.usage('a'));
    expect(admitted(of, 'a', 100, 0)).toBe(1);
  });

  it.each([[0, '"address";r=59;t=1'], [30, '"address";r=29;t=31'], [59, '"address";r=0;t=60'], [99, '"address";r=0;t=60']])('tells after %i more requests what is left', (more, told) => {
    const of = limit();
    admitted(of, 'a', 1 + more, 0);
    expect([of.policy, of.state(of.usage('a'), 0)]).toEqual(['"address";q=60;w=60', told]);
  });

  it.each([1, 7, 600, 1_200, 6_000, 10_000_000])('is exact for %i requests a minute', (points) => {
    const of = new RequestLimit('address', points, 60);
    const count = Math.min(points, 20_000);
    expect(admitted(of, 'a', count + 5, 0)).toBe(Math.min(points, count + 5));
    expect(of.left(of.usage('a'), 0).left).toBe(Math.max(0, points - count - (points > count ? 5 : 0)));
  });

  it('forgets who uses nothing any more, and shares who uses more than a tenth', () => {
    const of = limit();
    admitted(of, 'little', 6, 0);
    admitted(of, 'much', 7, 0);

    expect(of.toShare(0).map(({ who }) => who)).toEqual(['much']);
    expect([of.callers, of.toShare(6_500), of.callers]).toEqual([2, [], 1]);
  });

  it('does not share what is long given back', () => {
    const of = limit();
    admitted(of, 'a', 60, 0);
    admitted(of, 'a', 10, 100_000);
    expect(of.toShare(100_000)).toMatchObject([{ unshared: 10_000 }]);
  });
});

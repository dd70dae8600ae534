import { type Point, trendOf } from './trend.js';

const MINUTE_MS = 60_000;
const over = (minutes: number, value: (minute: number) => number): Point[] => Array.from({ length: minutes }, (_, minute) => [minute * MINUTE_MS, value(minute)] as const);

describe('a trend', () => {
  it('is what grows in an hour, as a share of what there is', () => {
    expect(trendOf(over(60, (minute) => 1_000 + minute)).perHour).toBeCloseTo(60 / 1_044.5, 5);
    expect(trendOf(over(60, () => 7))).toEqual({ mean: 7, perHour: 0, atLeast: 0 });
  });

  it('leaves out the first half, in which everything grows', () => {
    expect(trendOf(over(60, (minute) => Math.min(minute, 30) * 100)).perHour).toBe(0);
  });

  it('is not sure where values jump up and down', () => {
    const jumping = trendOf(over(20, (minute) => 1_000 + minute + (minute % 2) * 400));

    expect(jumping.perHour).toBeGreaterThan(0);
    expect(jumping.atLeast).toBeLessThan(0);
  });

  it('is sure of what grows all the time', () => {
    expect(trendOf(over(20, (minute) => 1_000 + 5 * minute + (minute % 2))).atLeast).toBeGreaterThan(0.2);
  });
});

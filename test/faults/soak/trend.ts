export type Point = readonly [ms: number, value: number];

export interface Trend {
  readonly mean: number;
  /** Growth in an hour, as a share of the mean: by the straight line that is nearest to all points. */
  readonly perHour: number;
  /** The least that it surely is: two standard errors below. */
  readonly atLeast: number;
}

const HOUR_MS = 3_600_000;

/** How something grows over time; the first half is left out, while caches fill and code is compiled. */
export function trendOf(all: readonly Point[]): Trend {
  const points = all.slice(Math.floor(all.length / 2));
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  const slope = spread === 0 ? 0 : points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / spread;
  const rest = points.reduce((sum, [px, py]) => sum + (py - y - slope * (px - x)) ** 2, 0);
  const error = points.length > 2 && spread > 0 ? Math.sqrt(rest / (points.length - 2) / spread) : 0;
  const share = (perMs: number): number => (y === 0 ? 0 : (perMs * HOUR_MS) / y);
  return { mean: y, perHour: share(slope), atLeast: share(slope - 2 * error) };
}

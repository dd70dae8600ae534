import { memoryOf } from '../../support/processes.js';

/** A start fills caches; what grows after that may be a leak. */
const WARM_AFTER_MS = 60_000;
const MEBIBYTE = 1_048_576;

interface Samples {
  readonly pid: number;
  readonly since: number;
  readonly points: (readonly [ms: number, bytes: number])[];
}

/** The memory of processes over time; one that was started anew begins anew. */
export class MemoryRecord {
  readonly #samples = new Map<string, Samples>();

  take(programs: readonly (readonly [name: string, pid: number])[], now = performance.now()): void {
    for (const [name, pid] of programs) {
      const bytes = memoryOf(pid);
      if (bytes === undefined) continue;
      const known = this.#samples.get(name);
      const samples = known?.pid === pid ? known : { pid, since: now, points: [] };
      this.#samples.set(name, samples);
      if (now - samples.since >= WARM_AFTER_MS) samples.points.push([now, bytes]);
    }
  }

  /** Of each process that ran long enough since its last start: what it has, and how fast that grows. */
  figures(): Record<string, string> {
    const all = [...this.#samples].filter(([, { points }]) => points.length > 2);
    return Object.fromEntries(all.map(([name, { points }]) => {
      const minutes = (points.at(-1)![0] - points[0]![0]) / 60_000;
      const perHour = (slopeOf(points) * 3_600_000) / MEBIBYTE;
      return [`memory of ${name}`, `${Math.round(points.at(-1)![1] / MEBIBYTE)} MiB, ${perHour >= 0 ? '+' : ''}${perHour.toFixed(1)} MiB an hour over ${minutes.toFixed(1)} minutes since its last start`];
    }));
  }
}

/** Of the straight line that is nearest to all points (least squares). */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / spread;
}

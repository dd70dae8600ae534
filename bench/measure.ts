import { CONNECTIONS, type Contest } from './contests.js';
import type { Loader } from './loader.js';
import type { Figures, Side as SideName } from './messages.js';
import type { Options } from './options.js';
import type { Server } from './server.js';
import type { Side } from './sides.js';

/** One window as it was measured. */
export interface Measured extends Figures {
  readonly contest: string;
  readonly side: SideName;
  readonly connections: number;
  readonly loginsPerSecond: number;
  /** Most memory of the measured process in this window; undefined where the system does not tell. */
  readonly peakMb: number | undefined;
}

export type Progress = (line: string) => void;

const REHEARSAL_SECONDS = 4;
const REHEARSAL_CARTS = 8_000;
/** More carts than the fastest window so far needed, for a faster one. */
const SPARE = 1.5;
const MOST_CONNECTIONS = Math.max(...CONNECTIONS);

/** Runs the windows of contests, the sides taking turns so that a noisy machine is noisy for both. */
export class Measurement {
  readonly windows: Measured[] = [];
  #fastest = new Map<string, number>();

  constructor(
    private readonly server: Server,
    private readonly loader: Loader,
    private readonly options: Options,
    private readonly progress: Progress,
  ) {}

  async run(contest: Contest, sides: readonly Side[]): Promise<void> {
    await this.server.flushTakes(contest.flushMs ?? 0);
    const taking = sides.filter(({ name }) => contest.sides.includes(name));
    for (const side of taking) await this.#rehearse(contest, side);
    await this.server.analyze();
    for (const connections of contest.connections ?? CONNECTIONS) {
      for (let round = 1; round <= this.options.repeats; round++) {
        for (const side of taking) {
          for (const logins of contest.loginsPerSecond ?? [0]) {
            const measured = await this.#window(contest, side, connections, this.options.seconds, logins);
            this.windows.push(measured);
            this.progress(line(contest, measured, round, this.options.repeats));
          }
        }
      }
    }
  }

  /** Warms both programs up for this work, and shows how many carts a window will need. */
  async #rehearse(contest: Contest, side: Side): Promise<void> {
    const seconds = Math.min(REHEARSAL_SECONDS, this.options.seconds);
    await this.#window(contest, side, MOST_CONNECTIONS, seconds);
  }

  async #window(
    contest: Contest,
    side: Side,
    connections: number,
    seconds: number,
    loginsPerSecond = 0,
  ): Promise<Measured> {
    const { warmUpSeconds } = this.options;
    const variants = contest.variants(side);
    if (side.name === 'holdfast' && contest.work === 'checkout')
      await this.#prepareCarts(contest, side, seconds + warmUpSeconds);
    await this.server.checkpoint();
    const { result, peakMb } = await side.process.peakWhile(() =>
      this.loader.request({
        kind: 'window',
        side: side.name,
        work: contest.work,
        origin: side.origin,
        variants,
        paths: contest.paths(side),
        connections,
        warmUpSeconds,
        seconds,
        logins: loginsPerSecond > 0 && side.accounts ? { perSecond: loginsPerSecond, ...side.accounts } : undefined,
      }),
    );
    if (!side.process.isRunning) throw side.process.failure('ended under load');
    const key = `${contest.key} ${side.name}`;
    this.#fastest.set(key, Math.max(this.#fastest.get(key) ?? 0, result.perSecond));
    return { ...result, contest: contest.key, side: side.name, connections, loginsPerSecond, peakMb };
  }

  async #prepareCarts(contest: Contest, side: Side, seconds: number): Promise<void> {
    const rate = this.#fastest.get(`${contest.key} holdfast`);
    const count = rate === undefined ? REHEARSAL_CARTS : Math.ceil(rate * seconds * SPARE);
    const { ready, errors } = await this.loader.request({
      kind: 'prepare-carts',
      origin: side.origin,
      variants: contest.variants(side),
      count,
      connections: MOST_CONNECTIONS,
    });
    if (ready < count)
      throw new Error(`Only ${ready} of ${count} carts could be made: ${JSON.stringify(errors)}`);
  }
}

function line(contest: Contest, figures: Measured, round: number, rounds: number): string {
  const { side, connections, loginsPerSecond, perSecond, p50, p95, p99, errors, seconds, peakMb } = figures;
  const logins = loginsPerSecond > 0 ? `, ${loginsPerSecond} logins/s` : '';
  const failed = Object.entries(errors).map(([code, count]) => `${code} × ${count}`);
  return [
    `${contest.title}, C = ${connections}${logins}, ${side.padEnd(8)} ${round}/${rounds}:`,
    `${Math.round(perSecond).toLocaleString('en-US')}/s`,
    `p50 ${p50.toFixed(1)} p95 ${p95.toFixed(1)} p99 ${p99.toFixed(1)} ms`,
    `(${seconds.toFixed(1)} s, ${peakMb?.toFixed(0) ?? '?'} MB${failed.length > 0 ? `; not as wanted: ${failed.join(', ')}` : ''})`,
  ].join(' ');
}

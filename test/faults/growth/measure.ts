import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../../apps/launcher/src/demo/crowd.js';
import type { Random } from '../../prove/random.js';

/** Milliseconds from when each request was due, by what was asked: who waits in line waits as well. */
export class Latencies {
  readonly #all = new Map<string, number[]>();

  note(what: string, ms: number): void {
    const known = this.#all.get(what);
    if (known) known.push(ms);
    else this.#all.set(what, [ms]);
  }

  forget(): void {
    this.#all.clear();
  }

  get kinds(): string[] {
    return [...this.#all.keys()];
  }

  countOf(what: string): number {
    return this.#all.get(what)?.length ?? 0;
  }

  at(what: string, share: number): number {
    return percentile(this.#all.get(what) ?? [], share);
  }
}

/** Begins something so often a second for so long, at random moments, whether or not what began before has ended; settles when all has. */
export async function openLoop(perSecond: number, seconds: number, random: Random, begin: (due: number) => Promise<void>): Promise<void> {
  const [from, under] = [performance.now(), new Set<Promise<void>>()];
  let due = from;
  while (due < from + seconds * 1_000) {
    due += -Math.log(1 - random.next()) * (1_000 / perSecond);
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const one = begin(due).finally(() => under.delete(one));
    under.add(one);
  }
  await Promise.all(under);
}

import type { Tell } from '../../prove/proof.js';
import type { Loader } from './loader.js';
import { type Counts, type Rates, SLICE_MS, type StepFigures } from './messages.js';

/** A rate is served when that share of it is answered right in time. */
const SERVED = 0.95;
const STEEP = 1.4;
/** Around the saturation. */
const GENTLE = 1.15;
const BEYOND = 3;
/** A moment may look served by chance. */
const IN_A_ROW = 4;

export interface Peak {
  /** Most requests that were answered right in time, per second. */
  readonly peak: number;
  /** Per second: asked for, and answered right in time. */
  readonly curve: readonly string[];
}

const sumOf = ({ streams }: StepFigures, count: (counts: Counts) => number): number => Object.values(streams).reduce((sum, counts) => sum + count(counts), 0);

/** Requests answered right in time, per second. */
export const goodput = (figures: StepFigures): number => sumOf(figures, ({ good }) => good) / figures.seconds;
export const askedOf = (figures: StepFigures): number => sumOf(figures, ({ due }) => due) / figures.seconds;
export const shedOf = (figures: StepFigures): number => sumOf(figures, ({ shed }) => shed) / figures.seconds;
export const lateOf = (figures: StepFigures): number => sumOf(figures, ({ late }) => late) / figures.seconds;
export const unsentOf = (figures: StepFigures): number => sumOf(figures, ({ unsent }) => unsent) / figures.seconds;

export const told = (what: string, figures: StepFigures): string =>
  `${what}: of ${Math.round(askedOf(figures))} a second ${Math.round(goodput(figures))} were answered right in time, ${Math.round(shedOf(figures))} told to come later`;

/** Asks for more and more, until the shop answers no more of it: its saturation. */
export async function findPeak(loader: Loader, first: number, rates: (perSecond: number) => Rates, seconds: number, tell: Tell): Promise<Peak> {
  const found: StepFigures[] = [];
  for (let [rate, beyond] = [first, 0]; beyond < BEYOND; rate *= beyond > 0 ? GENTLE : STEEP) {
    const [figures] = (await loader.send({ seconds, rates: rates(rate) })) as [StepFigures];
    found.push(figures);
    if (goodput(figures) < SERVED * askedOf(figures)) beyond++;
    tell(told('saturation', figures));
  }
  return { peak: Math.max(...found.map(goodput)), curve: found.map((figures) => `${Math.round(askedOf(figures))}: ${Math.round(goodput(figures))}`) };
}

/** Milliseconds from the beginning of the step until all is served for some slices of time in a row; infinite where that never happens. */
export function servedAfter({ slices }: StepFigures): number {
  const first = slices.findIndex((_, at) => at + IN_A_ROW <= slices.length && slices.slice(at, at + IN_A_ROW).every((share) => share >= SERVED));
  return first < 0 ? Infinity : first * SLICE_MS;
}

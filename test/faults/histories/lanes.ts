import fc from 'fast-check';
import { steps } from './commands.js';
import type { Real } from './history.js';
import type { Model } from './model.js';
import type { MortalShop } from './mortal-shop.js';
import { type Frame, frames, tell } from './tell.js';

/** One history again: where fast-check found it, and how far its shrinking had come. */
export interface Replay {
  readonly seed: number;
  readonly path: string;
  readonly commands: string;
}

export interface Wish {
  readonly histories: number;
  readonly seed: number;
  readonly replay?: Replay | undefined;
  readonly tell: (line: string) => void;
}

export interface Told {
  readonly histories: number;
  readonly steps: number;
  /** Requests that lost their answer to a death. */
  readonly cuts: number;
  readonly seconds: number;
  /** Of the history that went wrong, shrunk; `again` is the {@link Replay} of it. */
  readonly failure?: { readonly what: string; readonly again: string };
}

/** Histories that run side by side. Each lane is a property of its own, so that shrinking and replay are fast-check's own. */
const LANES = 24;
const MAX_STEPS = 10;
/** The first one that fails shrinks alone, and not for ever. */
const SHRINKS_AT_MOST = 40;

type Commands = Iterable<fc.AsyncCommand<Model, Real>>;

/** Tells histories to a shop whose processes die meanwhile; each is judged at its end. */
export async function tellAll(shop: MortalShop, variant: string, { histories, seed, replay, tell: say }: Wish): Promise<Told> {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1_000);
  const told = { histories: 0, steps: 0, cuts: 0 };
  const spoiled: { lane?: number; shrinks: number } = { shrinks: 0 };
  const run = async (lane: number, frame: Frame, commands: Commands): Promise<void> => {
    if (spoiled.lane !== undefined && (spoiled.lane !== lane || spoiled.shrinks++ > SHRINKS_AT_MOST)) return;
    try {
      const { log, cuts } = await tell(shop, variant, frame, commands);
      told.histories++;
      told.steps += log.length;
      told.cuts += cuts;
      say(`${told.histories} of ${histories} histories, ${shop.deaths.api} deaths of the API and ${shop.deaths.worker} of the worker`);
    } catch (error) {
      if (spoiled.lane === undefined) process.stderr.write(`A history went wrong; its shortest form is looked for.\n${(error as Error).message}\n`);
      spoiled.lane ??= lane;
      if (spoiled.lane === lane) throw error;
    }
  };
  const property = (lane: number) =>
    fc.asyncProperty(frames, fc.commands([steps], { maxCommands: MAX_STEPS, size: 'max', ...(replay ? { replayPath: replay.commands } : {}) }), (frame, commands) => run(lane, frame, commands));
  if (replay) {
    const details = await fc.check(property(0), { seed: replay.seed, path: replay.path, endOnFailure: true, numRuns: 1 });
    return { ...told, seconds: seconds(), ...(details.failed ? { failure: failureOf(details) } : {}) };
  }
  const lanes = Math.min(LANES, histories);
  const all = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => fc.check(property(lane), { seed: seed + lane, numRuns: Math.floor(histories / lanes) + (lane < histories % lanes ? 1 : 0) })),
  );
  const failed = all.find((details) => details.failed);
  return { ...told, seconds: seconds(), ...(failed ? { failure: failureOf(failed) } : {}) };
}

function failureOf({ seed, counterexample, counterexamplePath, errorInstance, numShrinks }: fc.RunDetails<[Frame, Commands]>): Required<Told>['failure'] {
  const [frame, commands] = counterexample!;
  const replayPath = /replayPath="([^"]*)"/.exec(String(commands))?.[1] ?? '';
  const what = [
    (errorInstance as Error).message,
    `Its shortest form after ${numShrinks} shrinks: ${JSON.stringify(frame)}, then ${String(commands)}`,
    'What follows repeats its own steps and the deaths that it asked for; what its neighbors did meanwhile is not repeated.',
  ];
  return { what: what.join('\n\n'), again: `${seed},${counterexamplePath},${replayPath}` };
}

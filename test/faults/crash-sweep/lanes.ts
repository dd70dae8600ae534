import { Stage } from './stage.js';

/**
 * Runs of one shop. Its start costs ten times what a run does. A run that failed is always the last of its shop, so that no run is judged by what
 * another one broke.
 */
const RUNS_OF_A_STAGE = 25;

/**
 * Does the work of every item until all are done or it is over, in some lanes side by side. Where the work says that something is wrong, the next one
 * gets a fresh shop.
 */
export async function inLanes<T>(lanes: number, items: readonly T[], isOver: () => boolean, work: (stage: Stage, item: T) => Promise<'well' | 'wrong'>): Promise<void> {
  const waiting = [...items];
  const isMore = (): boolean => waiting.length > 0 && !isOver();
  const lane = async (): Promise<void> => {
    while (isMore()) {
      const stage = await Stage.open();
      try {
        for (let runs = 0; runs < RUNS_OF_A_STAGE && isMore(); runs++) {
          if ((await work(stage, waiting.shift()!)) === 'wrong') break;
        }
      } finally {
        await stage.close();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}

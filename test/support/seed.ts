import { sharedByParent, shareWithChildren } from '@holdfast/config';

/** Name under which jest's seed goes from its set-up to its workers. */
const SEED = 'TEST_SEED';

export const shareSeed = (seed: number): void => shareWithChildren(SEED, String(seed));

/** The seed of this run of jest, as `--seed=N` sets it: a whole number that is not negative. */
export const seedOfRun = (): number => Number(sharedByParent(SEED)) >>> 0;

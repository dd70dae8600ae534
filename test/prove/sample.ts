import { seedOfRun } from '../support/seed.js';
import type { Proof } from './proof.js';

/**
 * Tries a sample of a proof inside a test, with the seed of the run of jest: `npm test` has one that stays, so that a red suite means a
 * change; `npm test -- --seed=N` and `npm run prove` draw others.
 */
export async function expectSampleToHold(proof: Proof): Promise<void> {
  const seed = seedOfRun();
  const { points, runs, failures } = await proof.run({ seed, size: 'sample' }, () => {});
  process.stderr.write(`${proof.name}: a sample of ${points} points, ${runs} runs, seed ${seed}\n`);
  expect(failures.map(({ what, repeat }) => `${what}\nagain: ${repeat}`)).toEqual([]);
  expect(runs).toBeGreaterThan(0);
}

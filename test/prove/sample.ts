import { seedOfRun } from '../support/seed.js';
import type { Proof } from './proof.js';

/**
 * Tries a sample of a proof inside a test. Each run has a seed of its own, the one that jest made for it: `npm test -- --seed=N`
 * repeats it.
 */
export async function expectSampleToHold(proof: Proof): Promise<void> {
  const seed = seedOfRun();
  const { points, runs, failures } = await proof.run({ seed, size: 'sample' }, () => {});
  process.stderr.write(`${proof.name}: a sample of ${points} points, ${runs} runs, seed ${seed}\n`);
  expect(failures.map(({ what, repeat }) => `${what}\nagain: ${repeat}`)).toEqual([]);
  expect(runs).toBeGreaterThan(0);
}

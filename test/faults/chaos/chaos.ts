import { Refusal } from '../../../apps/launcher/src/refusal.js';
import { failureOf, type Proof, type ProofOptions, type ProofReport, type Tell, WHOLE_MINUTES } from '../../prove/proof.js';
import { FAULTS } from './faults.js';
import { type Soak, soak } from './run.js';

/** Everything that a shop stands on breaks under load, again and again, and in the end nothing is lost. */
export const chaos: Proof = {
  name: 'chaos',
  about: 'Two APIs behind HAProxy, two workers, PostgreSQL, Redis and the gateway under steady load are killed, frozen, cut and starved: every acknowledged answer is true in the end, and all books agree.',
  promises: FAULTS.map(({ id, dependency, fault, behavior }) => ({ id, dependency, fault, behavior })),
  run,
};

async function run(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  const { size, only, minutes = size === 'sample' ? 1 : WHOLE_MINUTES } = options;
  if (only !== undefined && !FAULTS.some(({ id }) => id === only)) throw new Refusal(`There is no fault "${only}". There are: ${FAULTS.map(({ id }) => id).join(', ')}.`);
  const { broken, injected, figures } = await soak({ minutes, only }, options.seed, tell);
  return {
    points: injected.size,
    runs: [...injected.values()].reduce((sum, count) => sum + count, 0),
    failures: broken.map((what) => failureOf(chaos, options, only, what)),
    figures,
    kept: keptBy(injected, broken),
  };
}

/** What is wrong at the end may have come from any of them: only when nothing is has each of them been borne. */
const keptBy = (injected: Soak['injected'], broken: Soak['broken']): Record<string, boolean> => Object.fromEntries([...injected.keys()].map((id) => [id, broken.length === 0]));

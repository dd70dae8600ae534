import { eventually } from '../../support/eventually.js';
import { failureOf, type Proof, type ProofOptions, type ProofReport } from '../../prove/proof.js';
import { judgeAll } from './judge.js';
import { type Replay, tellAll } from './lanes.js';
import { MortalShop } from './mortal-shop.js';
import { PRICE } from './tell.js';

const HISTORIES = { sample: 1_000, whole: 10_000 } as const;
const CALM_WITHIN_MS = 120_000;
/** After that time whatever is unsettled is asked about, and whatever was not delivered is fetched. */
const LATER_SECONDS = 3_700;

/** Payments, shoppers, staff, banks and gateways that do what they can, in a shop whose processes die meanwhile; judged by the gateways' own books. */
export const histories: Proof = {
  name: 'histories',
  about: 'Random histories of payments, with faults of gateways and webhooks and deaths of the API and the worker at any moment, end as the gateways\' own books and all acknowledged answers say.',
  promises: [
    { id: 'api-dies', dependency: 'API process', fault: 'flapping', behavior: 'killed while payments, captures, voids and refunds are under way: each happens once or not at all, and the client learns which by its key' },
    { id: 'worker-dies', dependency: 'worker process', fault: 'flapping', behavior: 'killed at any moment: every operation comes to its end' },
    { id: 'gateway-lies', dependency: 'payment gateway', fault: 'flapping', behavior: 'lost, late and failed answers, lost, late, early, repeated and forged webhooks: books agree in the end' },
  ],
  run,
};

async function run(options: ProofOptions, tell: (line: string) => void): Promise<ProofReport> {
  const shop = await MortalShop.open();
  try {
    const variant = await shop.fleet.variant(10_000_000, PRICE);
    const told = await tellAll(shop, variant, { histories: HISTORIES[options.size], seed: options.seed, replay: options.only === undefined ? undefined : replayOf(options.only), tell });
    const failures = told.failure
      ? [failureOf(histories, options, told.failure.again, told.failure.what)]
      : (await broken(shop)).map((what) => failureOf(histories, options, undefined, what));
    const kept = failures.length === 0;
    return {
      points: told.steps, runs: told.histories, failures, kept: { 'api-dies': kept, 'worker-dies': kept, 'gateway-lies': kept },
      figures: { steps: told.steps, 'deaths of the API': shop.deaths.api, 'deaths of the worker': shop.deaths.worker, 'requests without an answer': told.cuts, seconds: told.seconds },
    };
  } finally {
    await shop.close();
  }
}

/** What is wrong once everything is calm, and still is an hour later. */
async function broken(shop: MortalShop): Promise<string[]> {
  const now = await calm(shop);
  if (now.length > 0) return now;
  await shop.fleet.client.good({ method: 'POST', path: '/v1/test/clock', headers: {}, body: { advance_seconds: LATER_SECONDS } });
  return calm(shop);
}

async function calm(shop: MortalShop): Promise<string[]> {
  let wrong: string[] = [];
  await eventually(async () => {
    wrong = [...(await judgeAll(shop)), ...(await shop.fleet.brokenInvariants())];
    if (wrong.length > 0) throw new Error('not yet');
  }, CALM_WITHIN_MS).catch(() => undefined);
  return wrong;
}

/** Seed, path and commands, as fast-check needs them to do one history again. */
function replayOf(name: string): Replay {
  const [seed, path, commands] = name.split(',') as [string, string, string];
  return { seed: Number(seed), path, commands };
}

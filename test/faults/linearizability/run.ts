import { Random } from '../../prove/random.js';
import { eventually } from '../../support/eventually.js';
import { sql } from '../../support/sql.js';
import { Fleet } from '../fleet.js';
import { violationsOf } from './checker.js';
import { History, type Operation } from './history.js';
import { Shopper } from './shopper.js';
import { adjustStock } from './staff.js';

export interface Plan {
  readonly apis: number;
  readonly kills: number;
  readonly operations: number;
  readonly variants: number;
  readonly clients: number;
  readonly workers: number;
}

export interface Judged {
  readonly broken: string[];
  readonly granted: number;
  readonly refused: number;
  readonly given: number;
  readonly unknown: number;
  readonly lost: number;
}

const TTL_SECONDS = 2;
const FIRST_STOCK = 8;

/** Lets many clients take stock, give it back and change it, on several processes that die meanwhile, and judges what they were told. */
export async function runAndJudge(plan: Plan, seed: number): Promise<Judged> {
  const fleet = await Fleet.open({ apis: plan.apis, workers: plan.workers, settings: { CHECKOUT_TTL_SECONDS: String(TTL_SECONDS) } });
  try {
    const variants: string[] = [];
    for (let i = 0; i < plan.variants; i++) variants.push(await fleet.variant(FIRST_STOCK));
    const history = new History();
    const lost = await load(fleet, plan, seed, history, variants);
    const operations = variants.map((variant) => history.of(variant));
    const violations = operations.flatMap((all) => violationsOf(FIRST_STOCK, all));
    const broken = [...violations.map(({ kind, detail }) => `${kind}: ${detail}`), ...(await fleet.brokenInvariants())];
    return { broken, lost, ...counted(operations.flat()) };
  } finally {
    await fleet.close();
  }
}

/** Answers how many answers were lost. */
async function load(fleet: Fleet, { clients, operations, kills }: Plan, seed: number, history: History, variants: readonly string[]): Promise<number> {
  const client = fleet.clientOf(clients);
  const random = new Random(seed);
  const killing = Array.from({ length: kills }, (_, i) => Math.round((operations * (i + 1)) / (kills + 1)));
  const crashes: Promise<void>[] = [];
  let begun = 0;
  const lane = async (own: Random): Promise<void> => {
    const shopper = new Shopper(client, history, own, variants, TTL_SECONDS * 1_000);
    while (begun < operations) {
      if (killing.includes(++begun)) crashes.push(fleet.crash(random.pick(fleet.workers.length > 0 && random.whole(1, 4) === 1 ? fleet.workers : fleet.apis)));
      if (own.whole(1, 8) === 1) await adjustStock(client, history, own, own.pick(variants));
      else await shopper.comeAndGo();
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => lane(new Random(seed + i + 1))));
  await Promise.all(crashes);
  // All that is left over ends by itself; what is free then is told once more.
  await eventually(() => assertNoLiveHolds(fleet));
  await new Shopper(client, history, random, variants, 0).askForAll();
  await client.close();
  return client.lost;
}

async function assertNoLiveHolds({ database }: Fleet): Promise<void> {
  const live = await sql(database.url, `select from inventory.holds where status = 'held' and expires_at > now()`);
  if (live.length > 0) throw new Error(`${live.length} holds have not ended`);
}

function counted(operations: readonly Operation[]): Omit<Judged, 'broken' | 'lost'> {
  const count = (is: (operation: Operation) => boolean): number => operations.filter(is).length;
  return {
    granted: count(({ effect, until }) => effect === 'take' && until !== null),
    refused: count(({ effect }) => effect === 'refused'),
    given: count(({ effect, until }) => effect === 'give' && until !== null),
    unknown: count(({ until }) => until === null),
  };
}

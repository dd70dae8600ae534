import { failureOf, type Proof, type ProofOptions, type ProofReport } from '../../prove/proof.js';
import { holdSale, type Plan, type Sale } from './sale.js';

interface Case {
  readonly name: string;
  readonly plan: Plan;
}

const WHOLE: readonly Case[] = [1, 100, 1_000, 10_000].flatMap((stock) =>
  [1, 2].flatMap((apis) =>
    [0, 3].map((kills): Case => ({ name: `${stock}-of-10000-on-${apis}${kills ? '-killed' : ''}`, plan: { buyers: 10_000, stock, apis, kills, connections: 64 } })),
  ),
);
const SAMPLE: readonly Case[] = [{ name: '20-of-500-killed', plan: { buyers: 500, stock: 20, apis: 1, kills: 1, connections: 32 } }];

/** Far more buyers than there are pieces, at once, on one and two API processes, also while these and the worker are killed. */
export const flashSale: Proof = {
  name: 'flash-sale',
  about: 'Thousands want the same thing at once: as many are sold as there are, each is paid once, and every order that was answered is there.',
  promises: [
    { id: 'dies-in-a-rush', dependency: 'API process', fault: 'down', behavior: 'killed in the middle of a rush: nothing oversold or left over, nothing charged twice, no answered order lost' },
    { id: 'rush', dependency: 'clients', fault: 'flapping', behavior: '10,000 at once for one variant: sold = min(stock, demand)' },
  ],
  run,
};

async function run(options: ProofOptions, tell: (line: string) => void): Promise<ProofReport> {
  const cases = (options.size === 'sample' ? SAMPLE : WHOLE).filter(({ name }) => options.only === undefined || options.only === name);
  const sales: (Case & { readonly sale: Sale })[] = [];
  for (const one of cases) {
    const sale = await holdSale(one.plan, options.seed).catch(failed);
    sales.push({ ...one, sale });
    tell(`${sales.length} of ${cases.length}, ${one.name}: ${sale.broken.length} promises broken; ${figure(one.plan, sale)}`);
  }
  const isKept = (all: typeof sales): boolean => all.every(({ sale }) => sale.broken.length === 0);
  const [killed, calm] = [sales.filter(({ plan }) => plan.kills > 0), sales.filter(({ plan }) => plan.kills === 0)];
  return {
    points: sales.length,
    runs: sales.reduce((sum, { plan }) => sum + plan.buyers, 0),
    failures: sales.flatMap(({ name, sale }) => sale.broken.map((what) => failureOf(flashSale, options, name, `${name}: ${what}`))),
    figures: Object.fromEntries(sales.map(({ name, plan, sale }) => [name, figure(plan, sale)])),
    kept: { ...(killed.length > 0 && { 'dies-in-a-rush': isKept(killed) }), ...(calm.length > 0 && { rush: isKept(calm) }) },
  };
}

/** A sale that could not be held to its end has shown nothing. */
const failed = (error: Error): Sale => ({ broken: [error.stack ?? error.message], sold: 0, firstServed: 0, p50: 0, p99: 0, lost: 0 });

const figure = ({ stock }: Plan, { sold, firstServed, p50, p99, lost }: Sale): string =>
  `${sold} sold, ${Math.max(0, sold - stock)} oversold; first come, first served ${firstServed} %; p50 ${p50} ms, p99 ${p99} ms; ${lost} tries without an answer`;

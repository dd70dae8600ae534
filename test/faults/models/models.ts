import { failureOf, type Proof, type ProofOptions, type ProofReport, type Tell } from '../../prove/proof.js';
import { Fleet } from '../fleet.js';
import { type CartCommand, cartModel, type CartState } from './cart-model.js';
import { CartShop } from './cart-subject.js';
import type { Modeled } from './model.js';
import { type StockCommand, stockModel, type StockState, VARIANTS } from './stock-model.js';
import { StockSubject, TTL_SECONDS } from './stock-subject.js';
import { type Budget, oneClient, severalClients, type Trial } from './trial.js';

interface Case {
  readonly name: string;
  try(fleet: Fleet, budget: Budget): Promise<Trial>;
}

const cartOf = (fleet: Fleet): Modeled<CartState, CartCommand> => {
  const shop = new CartShop(fleet);
  return { model: cartModel, open: () => shop.open() };
};
const stockOf = (fleet: Fleet): Modeled<StockState, StockCommand> => ({ model: stockModel, open: () => StockSubject.open(fleet) });

const LEVELS: readonly StockCommand[] = Array.from({ length: VARIANTS }, (_, variant) => ({ kind: 'level', variant }));

const CASES: readonly Case[] = [
  { name: 'cart', try: (fleet, budget) => oneClient(cartOf(fleet), budget) },
  { name: 'cart-at-once', try: (fleet, budget) => severalClients(cartOf(fleet), [{ kind: 'read' }], budget) },
  { name: 'stock', try: (fleet, budget) => oneClient(stockOf(fleet), budget) },
  { name: 'stock-at-once', try: (fleet, budget) => severalClients(stockOf(fleet), LEVELS, budget) },
];
const BUDGET = { whole: { runs: 700, commands: 60 }, sample: { runs: 6, commands: 30 } } as const;

/** Carts and stock against small models of them, by one client and by several at once; whole runs on two processes. */
export const models: Proof = {
  name: 'models',
  about: 'Random commands to carts and stock are answered as a small model says; those of several clients at once, as it says for some order of them.',
  promises: [],
  run,
};

async function run(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  const [only, again] = options.only?.split(/:(.*)/s) ?? [];
  const cases = CASES.filter(({ name }) => only === undefined || only === name);
  const fleet = await Fleet.open({ apis: options.size === 'sample' ? 1 : 2, workers: 0, settings: { CHECKOUT_TTL_SECONDS: String(TTL_SECONDS) } });
  try {
    const trials: (Trial & { readonly name: string })[] = [];
    for (const one of cases) {
      tell(one.name);
      trials.push({ name: one.name, ...(await one.try(fleet, { ...BUDGET[options.size], seed: options.seed, again })) });
    }
    const broken = (await fleet.brokenInvariants()).map((what) => failureOf(models, options, undefined, what));
    const failures = trials.flatMap(({ name, failure }) => (failure ? [failureOf(models, options, `${name}:${failure.again}`, `${name}: ${failure.what}`)] : []));
    return {
      points: trials.length,
      runs: trials.reduce((sum, { runs }) => sum + runs, 0),
      failures: [...failures, ...broken],
      figures: Object.fromEntries(trials.map(({ name, runs, steps }) => [name, `${runs} histories, ${steps} commands`])),
      kept: {},
    };
  } finally {
    await fleet.close();
  }
}

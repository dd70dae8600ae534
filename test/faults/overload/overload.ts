import { failureOf, type Proof, type ProofOptions, type ProofReport } from '../../prove/proof.js';
import type { StepFigures } from './messages.js';
import { type Beside, type Overload, overloadAndJudge, type Size } from './run.js';
import { askedOf, goodput, lateOf, servedAfter, shedOf, unsentOf } from './saturation.js';

const WHOLE: Size = { products: 200, rampSeconds: 5, floodSeconds: 30, calmSeconds: 15 };
const SAMPLE: Size = { products: 20, floodSeconds: 2, calmSeconds: 1 };

const KEPT_GOODPUT = 0.8;
const RECOVERED_WITHIN_MS = 10_000;

const clients = { dependency: 'clients', fault: 'flapping' } as const;

/** More is asked than can be answered, at a rate that does not care for answers. */
export const overload: Proof = {
  name: 'overload',
  about: 'Three times as much is asked as can be answered: the shop goes on answering what it can, refuses the rest early, keeps checkouts and probes their share, recovers at once, and loses no answered order.',
  promises: [
    { id: 'goodput', ...clients, behavior: '3 × saturation: as much is answered in time as 80 % of the peak, or more' },
    { id: 'recovery', ...clients, behavior: 'after a flood, within 10 s all is answered in time again' },
    { id: 'refusals', ...clients, behavior: 'what there is no room for gets 503 with Retry-After, and nothing else goes wrong' },
    { id: 'checkouts', ...clients, behavior: 'products asked for 3 × as often as all can be answered: checkouts get 80 % of what they get without, or more' },
    { id: 'checkouts-in-a-deluge', ...clients, behavior: 'products asked for 3 × as often as these alone can be answered: the same of checkouts' },
    { id: 'probes', ...clients, behavior: 'flooded: all probes answer 200 within 1 s' },
    { id: 'books', ...clients, behavior: 'flooded: every answered order is there, all invariants hold' },
  ],
  run,
};

async function run(options: ProofOptions, tell: (line: string) => void): Promise<ProofReport> {
  const isWhole = options.size === 'whole';
  const result = await overloadAndJudge(isWhole ? WHOLE : SAMPLE, options.seed, tell);
  const faults = faultsOf(result);
  // Some seconds on a machine that does other things as well say nothing about rates.
  const judged = Object.entries(faults).filter(([id]) => isWhole || ['refusals', 'probes', 'books'].includes(id));
  return {
    points: judged.length,
    runs: [result.flood, result.calm, ...result.besides.flatMap(({ alone, flooded }) => [alone, flooded])].reduce((sum, step) => sum + Math.round(askedOf(step) * step.seconds), 0),
    failures: judged.flatMap(([id, found]) => found.map((what) => failureOf(overload, options, undefined, `${id}: ${what}`))),
    figures: figuresOf(result),
    kept: Object.fromEntries(judged.map(([id, found]) => [id, found.length === 0])),
  };
}

const rounded = (value: number): string => Math.round(value).toLocaleString('en-US');
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const unless = (holds: boolean, what: string): string[] => (holds ? [] : [what]);
const checkoutsOf = ({ streams, seconds }: StepFigures): number => (streams.checkout?.good ?? 0) / seconds;
const keptOf = ({ alone, flooded }: Beside): number => checkoutsOf(flooded) / checkoutsOf(alone);

/** What was promised and not kept, by promise. */
function faultsOf({ mix, flood, calm, besides, probed, broken }: Overload): Record<string, readonly string[]> {
  const [ratio, recovery] = [goodput(flood) / mix.peak, servedAfter(calm)];
  const steps = [flood, calm, ...besides.flatMap(({ alone, flooded }) => [alone, flooded])];
  const [inFlood, inDeluge] = besides.map((one) => unless(keptOf(one) >= KEPT_GOODPUT, `${percent(keptOf(one))} of the checkouts while ${rounded(one.productsAsked)} products a second are asked for`));
  return {
    goodput: unless(ratio >= KEPT_GOODPUT, `${percent(ratio)} of the peak`),
    recovery: unless(recovery <= RECOVERED_WITHIN_MS, `not within ${calm.seconds} s`),
    refusals: steps.flatMap(({ streams }) => Object.entries(streams).flatMap(([name, { wrong }]) => Object.entries(wrong).map(([what, count]) => `${name} answered ${what}, ${count} times`))),
    checkouts: inFlood!,
    'checkouts-in-a-deluge': inDeluge!,
    probes: Object.entries(probed.failures).map(([what, count]) => `${what}, ${count} times`),
    books: broken,
  };
}

function figuresOf({ mix, flood, calm, apiCpu, reads, besides, probed, orders }: Overload): Record<string, string | number> {
  return {
    'saturation, asked: answered in time per second': mix.curve.join(', '),
    'goodput at its peak, per second': rounded(mix.peak),
    'goodput at 3 × that': `${percent(goodput(flood) / mix.peak)}; ${fateOf(flood)}`,
    'latency of what was admitted then, p50 and p99 in ms': latencies(flood),
    'served again after the flood, ms': String(servedAfter(calm)),
    'load process, share of a processor': `${flood.cpu.toFixed(2)}, requests sent at most ${rounded(flood.sentLateP99)} ms late (p99); API ${apiCpu.toFixed(2)}`,
    'saturation of products alone': reads.curve.join(', '),
    ...Object.fromEntries(besides.map((one) => [`checkouts beside ${rounded(one.productsAsked)} products a second`, besideOf(one)])),
    probes: `${rounded(probed.asked)} asked, p99 ${rounded(probed.p99)} ms, longest ${rounded(probed.longest)} ms`,
    'orders answered and found': rounded(orders),
  };
}

const fateOf = (step: StepFigures): string =>
  `of ${rounded(askedOf(step))} a second ${rounded(goodput(step))} answered right, ${rounded(shedOf(step))} refused with Retry-After, ${rounded(lateOf(step))} given up after 1 s, ${rounded(unsentOf(step))} turned away by the balancer`;

const latencies = ({ streams }: StepFigures): string => Object.entries(streams).map(([name, { p50, p99 }]) => `${name} ${rounded(p50)} and ${rounded(p99)}`).join(', ');

function besideOf({ alone, flooded }: Beside): string {
  const p99 = (step: StepFigures): string => rounded(step.streams.checkout?.p99 ?? 0);
  return `${rounded(checkoutsOf(flooded))} a second, without ${rounded(checkoutsOf(alone))} (${percent(checkoutsOf(flooded) / checkoutsOf(alone))}); p99 ${p99(flooded)} ms, without ${p99(alone)}; ${fateOf(flooded)}`;
}

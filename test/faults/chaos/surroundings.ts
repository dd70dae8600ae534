import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { signalAll } from '../../support/processes.js';
import type { Program } from '../../support/program.js';
import { control } from '../histories/sandbox.js';
import type { Inject } from './faults.js';
import type { Installation } from './installation.js';
import { starve } from './starvation.js';

const HOUR_SECONDS = 3_600;

export async function processKilled(program: Program, awayMs: number): Promise<void> {
  await program.kill();
  await pause(awayMs);
  await program.restart();
}

export async function processFrozen({ pid }: Program, ms: number): Promise<void> {
  signalAll([pid], 'SIGSTOP');
  try {
    await pause(ms);
  } finally {
    signalAll([pid], 'SIGCONT');
  }
}

export const processorTaken: Inject = async ({ fleet }, random) => {
  const end = await starve([...fleet.apis, ...fleet.workers].map(({ pid }) => pid));
  try {
    await pause(random.whole(5_000, 12_000));
  } finally {
    await end();
  }
};

export const gatewayAway: Inject = ({ fleet }, random) => processKilled(fleet.sandbox, random.whole(2_000, 6_000));

export const gatewayHangs: Inject = (shop, random) =>
  spoiled(shop, random.whole(5_000, 10_000), [
    { fault: 'hang', operation: 'any', times: random.whole(3, 10) },
    { fault: 'delay', operation: 'any', times: random.whole(3, 10), delay_ms: random.whole(1_000, 6_000) },
  ]);

export const gatewayFlaps: Inject = async (shop, random) => {
  for (let turn = random.whole(3, 6); turn > 0; turn--) {
    await spoiled(shop, 1_000, [{ fault: random.pick(['reset', 'fail_before']), operation: 'any', times: 1_000 }]);
    await pause(1_000);
  }
};

export const gatewayLies: Inject = async (shop, random) => {
  const webhooks = ['duplicate', 'reorder', 'drop', 'early', 'late', 'wrong_signature', 'stale'].map((fault) => ({ fault, delay_ms: random.whole(100, 3_000), times: random.whole(1, 4) }));
  for (const script of random.shuffled(webhooks)) await control(shop, 'webhook-scripts', script);
  await spoiled(shop, random.whole(4_000, 8_000), [
    { fault: 'succeed_then_500', operation: 'any', times: random.whole(3, 10) },
    { fault: 'succeed_then_drop', operation: 'any', times: random.whole(3, 10) },
  ]);
};

/** Calls go wrong for a while; what was not spoiled by then goes well. */
async function spoiled({ sandboxUrl }: Installation, ms: number, scripts: readonly object[]): Promise<void> {
  await control({ sandboxUrl }, 'scripts', { scripts });
  await pause(ms);
  await fetch(`${sandboxUrl}/_sandbox/scripts`, { method: 'DELETE' });
}

export const clockJumps: Inject = async ({ balancer, fleet }) => {
  const offset = async (url: string): Promise<number> => ((await (await fetch(`${url}/v1/test/clock`)).json()) as { offset_seconds: number }).offset_seconds;
  const before = await eventually(() => offset(balancer.url), 60_000);
  await eventually(async () => {
    const body = JSON.stringify({ advance_seconds: HOUR_SECONDS });
    await fetch(`${balancer.url}/v1/test/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    for (const { url } of fleet.apis) if ((await offset(url)) <= before) throw new Error(`${url} knows nothing of the new time`);
  }, 60_000);
};

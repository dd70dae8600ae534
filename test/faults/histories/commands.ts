import fc from 'fast-check';
import { toUuid } from '@holdfast/kernel';
import { type Crash, type Real, STAFF } from './history.js';
import { control } from './sandbox.js';
import type { Gateway, Model, PaymentModel } from './model.js';
import type { Mortal } from './mortal-shop.js';
import { cancel, type Choice, decide, look, METHODS, pay, repeat, runOut } from './shopper.js';
import { act, settled, type Wish } from './staff.js';

type Step = fc.AsyncCommand<Model, Real>;

interface Scripted {
  readonly fault: 'fail_before' | 'succeed_then_drop' | 'succeed_then_500' | 'delay' | 'hang' | 'reset';
  readonly times: number;
}

/** One step as fast-check runs, shrinks and prints it. */
function step(name: string, run: (model: Model, real: Real) => Promise<void>, check: (model: Model) => boolean = () => true): Step {
  return { check: (model) => check(model), run: async (model, real) => run(model, real), toString: () => name };
}

const said = (value: unknown): string => JSON.stringify(value);
const isBusy = ({ payments }: Model): boolean => payments.length > 0;
const pick = (model: Model, at: number): PaymentModel => model.payments[at % model.payments.length]!;

/** Seldom: a process that dies takes all histories with it that are under way, so that each meets far more deaths than its own. */
const seldom = <T>(one: fc.Arbitrary<T>, outOf: number): fc.Arbitrary<T | undefined> => fc.oneof({ weight: outOf - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
export const crashes: fc.Arbitrary<Crash | undefined> = seldom(fc.record({ which: fc.constantFrom<Mortal>('api', 'api', 'worker'), afterMs: fc.nat(80) }), 200);

const methods = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...METHODS.good) },
  { weight: 1, arbitrary: fc.constantFrom(...METHODS.bad) },
  { weight: 2, arbitrary: fc.constantFrom(...METHODS.asking) },
) as fc.Arbitrary<readonly [Gateway, string]>;
export const choices: fc.Arbitrary<Choice> = fc
  .record({ way: methods, capture: fc.constantFrom('automatic' as const, 'manual' as const, 'manual' as const), tenths: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) }) })
  .map(({ way: [gateway, method], ...others }) => ({ gateway, method, ...others }));

const twice = fc.integer({ min: 1, max: 12 }).map((one) => one === 1);
const faults: fc.Arbitrary<Scripted | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ fault: fc.constantFrom('fail_before', 'succeed_then_drop', 'succeed_then_500', 'reset', 'delay', 'hang'), times: fc.integer({ min: 1, max: 2 }) }) },
);
const OPERATION = { capture: 'capture', void: 'cancel', refund: 'refund' } as const;

/** The sandbox spoils the next calls about this checkout. */
async function spoil({ history }: Real, operation: string, scripted: Scripted | undefined): Promise<void> {
  if (!scripted) return;
  const script = { ...scripted, operation, match: { holdfast_checkout: history.checkoutId }, ...(scripted.fault === 'delay' ? { delay_ms: 2_500 } : {}) };
  await control(history.shop, 'scripts', { scripts: [script] });
  history.log.push(`the gateway will ${scripted.fault} ${operation} ${scripted.times}×`);
}

const paying = fc.record({ choice: choices, crash: crashes, twice, fault: faults }).map((one) =>
  step(`pay ${said(one)}`, async (model, real) => {
    await spoil(real, 'create', one.fault);
    await pay(real.history, model, one.choice, one);
  }, ({ checkout }) => checkout !== 'ordered' || one.choice.tenths === 1));

const wishes: fc.Arbitrary<Wish> = fc.record({ action: fc.constantFrom('capture', 'capture', 'void', 'refund', 'refund'), hundredths: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 110 })) });
const acting = fc.record({ at: fc.nat(5), wish: wishes, crash: crashes, twice, fault: faults }).map((one) =>
  step(`act ${said(one)}`, async (model, real) => {
    await spoil(real, OPERATION[one.wish.action], one.fault);
    await act(real.history, model, pick(model, one.at), one.wish, one);
  }, isBusy));

const waits = ({ page, state }: PaymentModel): boolean => state === 'waiting' && page !== null;
const deciding = fc.record({ yes: fc.integer({ min: 0, max: 3 }).map((one) => one > 0), comesBack: fc.boolean(), crash: crashes }).map((one) =>
  step(`decide ${said(one)}`, (model, { history }) => decide(history, model, model.payments.find(waits)!, one.yes, one.comesBack, one.crash), ({ payments }) => payments.some(waits)));

const canceling = crashes.map((crash) => step(`cancel ${said(crash)}`, (model, { history }) => cancel(history, model, crash)));
const running = fc.constant(step('run out', (model, { history }) => runOut(history, model), ({ checkout }) => checkout === 'open'));
const looking = fc.constant(step('look', async (model, { history }) => void (await look(history, model))));

const repeating = fc.nat(20).map((at) =>
  step(`repeat ${at}`, async (model, { history }) => {
    const { accepted } = history;
    if (accepted.length > 0) await repeat(history, model, accepted[at % accepted.length]!, (key, answer) => settled(model, key, answer));
  }));

const syncing = fc.record({ at: fc.nat(5), crash: crashes }).map(({ at, crash }) =>
  step(`sync ${said({ at, crash })}`, async (model, { history }) => {
    const { id } = pick(model, at);
    await history.ask({ method: 'POST', path: `/v1/admin/payments/${id}/syncs`, headers: STAFF }, crash);
    await look(history, model);
  }, isBusy));

const webhooks = fc.record({ fault: fc.constantFrom('duplicate', 'reorder', 'drop', 'early', 'late', 'wrong_signature', 'stale'), delay_ms: fc.nat(1_500), times: fc.integer({ min: 1, max: 3 }) }).map((one) =>
  step(`webhooks ${said(one)}`, async (_, { history }) => {
    await control(history.shop, 'webhook-scripts', one);
    history.log.push(`the next webhooks are ${one.fault}`);
  }));

const isDisputable = ({ gateway, captured }: PaymentModel): boolean => gateway === 'stripe' && captured > 0;
const disputing = fc.constantFrom('win', 'lose', 'open').map((end) =>
  step(`dispute ${end}`, async (model, { history }) => {
    const { id } = model.payments.find(isDisputable)!;
    const { rows: [{ reference }] } = await history.shop.data.query(`select reference from payments.payments where id = $1`, [toUuid(id)]);
    const opened: any = await control(history.shop, 'disputes', { payment_intent: reference });
    if (end !== 'open') await control(history.shop, `disputes/${opened.id}/${end}`);
  }, ({ payments }) => payments.some(isDisputable)));

const dying = fc.constantFrom<Mortal>('api', 'worker').map((which) =>
  step(`the ${which} dies`, async (_, { history }) => {
    await history.shop.crash(which);
    history.log.push(`the ${which} died`);
  }));

/** What can happen to a checkout and its payments; how often is a matter of weights. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 70, arbitrary: paying },
  { weight: 120, arbitrary: acting },
  { weight: 30, arbitrary: deciding },
  { weight: 8, arbitrary: canceling },
  { weight: 5, arbitrary: running },
  { weight: 20, arbitrary: looking },
  { weight: 20, arbitrary: repeating },
  { weight: 10, arbitrary: syncing },
  { weight: 20, arbitrary: webhooks },
  { weight: 8, arbitrary: disputing },
  { weight: 1, arbitrary: dying },
);

import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { toUuid } from '@holdfast/kernel';
import { ADDRESS } from '../../support/journey.js';
import { choices, crashes } from './commands.js';
import { Broken, type Crash, History, type Real } from './history.js';
import { judge, unfinished } from './judge.js';
import type { Model } from './model.js';
import type { MortalShop } from './mortal-shop.js';
import { cancel, type Choice, look, open, repeat, runOut } from './shopper.js';
import { settled } from './staff.js';

/** How a history begins and ends; what happens in between are commands. */
export interface Frame {
  readonly pieces: number;
  readonly opening: Choice | undefined;
  readonly crash: Crash | undefined;
  /** The client repeats what was not final until it is; otherwise it leaves, and the worker has to find out. */
  readonly insists: boolean;
  /** What becomes of a checkout that is still open. */
  readonly end: 'canceled' | 'expired';
}

export const frames: fc.Arbitrary<Frame> = fc.record({
  pieces: fc.integer({ min: 1, max: 3 }),
  opening: fc.option(choices, { nil: undefined, freq: 3 }),
  crash: crashes,
  insists: fc.boolean(),
  end: fc.constantFrom('canceled', 'canceled', 'canceled', 'expired'),
});

export const PRICE = 2_000;
const TURN_MS = 250;
/** While every process is there. */
const FINAL_WITHIN_MS = 60_000;

/** One history from its cart to the verdict of the books. @throws Broken with all that happened */
export async function tell(shop: MortalShop, variant: string, frame: Frame, commands: Iterable<fc.AsyncCommand<Model, Real>>): Promise<History> {
  const history = new History(shop);
  const model: Model = { total: frame.pieces * PRICE, checkout: 'open', payments: [] };
  try {
    const cart = await cartOf(history, variant, frame.pieces);
    await open(history, model, cart, frame.opening, frame.crash);
    await fc.asyncModelRun(() => ({ model, real: { history } }), commands);
    await finish(history, model, frame);
    await judge(history);
    return history;
  } catch (error) {
    const what = error instanceof Broken ? error.message : String((error as Error).stack);
    throw new Broken(`${what}\n\nWhat happened to ${history.checkoutId}:\n${history.log.map((line) => `  ${line}`).join('\n')}`, { cause: error });
  }
}

async function cartOf(history: History, variant_id: string, quantity: number): Promise<{ readonly id: string }> {
  const body = { currency: 'EUR', email: 'ada@example.com', shipping_address: ADDRESS, lines: [{ variant_id, quantity }] };
  const answer = await history.ask({ method: 'POST', path: '/v1/carts', headers: {}, body, key: history.key() });
  if (answer.status !== 201) throw new Error(answer.text);
  history.headers = { 'holdfast-cart-token': answer.body.token };
  return answer.body;
}

/** Until everything is final: whatever is undecided comes due at once, a checkout that is still open ends, and every request has its last answer. */
async function finish(history: History, model: Model, { insists, end }: Frame): Promise<void> {
  const { shop, checkoutId } = history;
  if (insists) await repeatUndecided(history, model);
  for (let turn = 0, waited = 0; ; turn++, waited += TURN_MS) {
    await shop.whole();
    const why = await unfinished(shop, checkoutId);
    if (!why) break;
    if (waited > FINAL_WITHIN_MS) throw new Broken(`Not final within ${FINAL_WITHIN_MS / 1_000} s: ${why}`);
    const isOpen = /the checkout is (open|requires_action)|requires_action/.test(why);
    if (isOpen && model.checkout === 'open') await (end === 'expired' ? runOut(history, model) : cancel(history, model));
    if (turn % 4 === 0) await comesDue(shop, checkoutId);
    await pause(TURN_MS);
  }
  await look(history, model);
  await repeatUndecided(history, model);
}

async function repeatUndecided(history: History, model: Model): Promise<void> {
  for (const keyed of history.accepted) {
    if (keyed.answer.status === 202) await repeat(history, model, keyed, (key, answer) => settled(model, key, answer));
  }
}

async function comesDue(shop: MortalShop, checkoutId: string): Promise<void> {
  await shop.data.query(
    `update payments.operations o set next_check_at = now() from payments.payments p
      where p.id = o.payment_id and p.checkout_id = $1 and o.state in ('created', 'sent', 'requires_action', 'unknown') and o.next_check_at > now()`,
    [toUuid(checkoutId)],
  );
}

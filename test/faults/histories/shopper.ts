import { toUuid } from '@holdfast/kernel';
import { type Answer, type Call, type Crash, fail, type History, isOver, type Keyed } from './history.js';
import { authorized, ended, type Gateway, isMoving, type Model, type PaymentModel, rest } from './model.js';

/** How a shopper pays: a way that succeeds, is declined, or sends them to a page. */
export interface Choice {
  readonly gateway: Gateway;
  readonly method: string;
  readonly capture: 'automatic' | 'manual';
  /** Tenths of what is to be paid; all that is open without it. */
  readonly tenths?: number | undefined;
}

export const METHODS = {
  good: [['stripe', 'pm_card_visa'], ['stripe', 'pm_card_mastercard'], ['paypal', 'vault-approved'], ['manual', 'transfer']],
  bad: [['stripe', 'pm_card_visa_chargeDeclined'], ['stripe', 'pm_card_chargeDeclinedInsufficientFunds'], ['paypal', 'vault-declined']],
  asking: [['stripe', 'pm_card_threeDSecure2Required'], ['paypal', 'paypal']],
} as const satisfies Record<string, readonly (readonly [Gateway, string])[]>;

const isBad = (method: string): boolean => METHODS.bad.some(([, bad]) => bad === method);
const isGood = (method: string): boolean => METHODS.good.some(([, good]) => good === method);

/** It may become an order at any moment, or has by now: a payment is undecided, or the payments cover it. */
const isUndecided = ({ payments, total }: Model): boolean => payments.some(({ state }) => state === 'undecided' || state === 'waiting') || covered(payments) >= total;

const covered = (payments: readonly PaymentModel[]): number => payments.filter(({ state }) => state === 'authorized').reduce((sum, one) => sum + one.amount - one.gone, 0);

const RETURN = 'https://shop.example/back';
const euros = (amount: number) => ({ amount, currency: 'EUR' });

function bodyOf({ gateway, method, capture }: Choice, amount: number | undefined): object {
  return { gateway, method, return_url: RETURN, ...(gateway === 'manual' ? {} : { capture }), ...(amount === undefined ? {} : { amount: euros(amount) }) };
}

const amountOf = ({ tenths }: Choice, total: number): number | undefined => (tenths === undefined ? undefined : Math.max(1, Math.floor((total * tenths) / 10)));

/** Opens the checkout, with its first payment perhaps. */
export async function open(history: History, model: Model, cart: { readonly id: string }, choice: Choice | undefined, crash?: Crash): Promise<void> {
  const amount = choice && amountOf(choice, model.total);
  const call = { method: 'POST', path: '/v1/checkouts', headers: history.headers, body: { cart_id: cart.id, ...(choice ? { payment: bodyOf(choice, amount) } : {}) } };
  const answer = await history.keyed(call, { crash });
  if (answer.body.code === 'payment-beyond-total' && amount !== undefined && amount > model.total) return open(history, model, cart, undefined);
  if (answer.status >= 300 && !isOver(answer)) fail('A checkout that nothing speaks against was refused', answer, model);
  history.checkoutId = answer.body.id ?? answer.body.checkout_id;
  if (choice) await learn(history, model, choice, amount, answer);
}

/** Pays what is open, or a part. */
export async function pay(history: History, model: Model, choice: Choice, { crash, twice = false }: { readonly crash?: Crash; readonly twice?: boolean }): Promise<void> {
  const amount = amountOf(choice, model.total);
  const call: Omit<Call, 'key'> = { method: 'POST', path: `/v1/checkouts/${history.checkoutId}/payments`, headers: history.headers, body: bodyOf(choice, amount) };
  const key = history.key();
  const before = { ...rest(model), isMoving: isMoving(model), checkout: model.checkout, isUndecided: isUndecided(model) };
  const [answer] = await Promise.all([history.keyed(call, { crash, key }), ...(twice ? [history.keyed(call, { key })] : [])]);
  const wanted = amount ?? 1;
  const refusals: Readonly<Record<string, boolean>> = {
    'payment-in-progress': before.isMoving,
    'checkout-not-open': before.checkout !== 'open' || before.isUndecided,
    'payment-beyond-total': amount !== undefined && amount > before.least,
  };
  if (answer.status === 409 || answer.status === 422) {
    if (!refusals[answer.body.code]) fail('A payment was refused for no reason', answer, model);
    return;
  }
  if (before.checkout === 'ordered' || before.checkout === 'ended' || wanted > before.most) fail('A payment was taken that nobody owes', answer, model);
  await learn(history, model, choice, amount, answer);
}

/** What the answer to a payment says. */
async function learn(history: History, model: Model, choice: Choice, asked: number | undefined, answer: Answer): Promise<void> {
  if (isOver(answer)) {
    if (answer.status === 402 && isGood(choice.method)) fail('A good means of payment was declined', answer, model);
    return;
  }
  if (answer.status !== 201 && answer.status !== 202) fail('A payment has no such answer', answer, model);
  const shown = await newPayment(history, model, answer);
  const amount = shown.amount.amount as number;
  if (asked !== undefined && amount !== asked) fail(`The payment is not about ${asked}`, answer, model);
  model.payments.push({
    id: shown.id, gateway: choice.gateway, capture: choice.capture, amount, state: 'undecided', page: null,
    captured: 0, voided: 0, refunded: 0, gone: 0, doubts: new Map(), givenBack: model.checkout === 'ending',
  });
  await look(history, model);
  const [payment] = model.payments.slice(-1);
  if (isBad(choice.method) && payment!.state === 'authorized') fail('A bad means of payment paid', answer, model);
  if (answer.status === 201 && answer.body.status === 'completed' && model.checkout !== 'ordered') fail('An order that was told of is not there', answer, model);
}

async function newPayment(history: History, model: Model, answer: Answer): Promise<any> {
  const isNew = ({ id }: { id: string }): boolean => model.payments.every((known) => known.id !== id);
  const told = (answer.body.payments ?? []).filter(isNew);
  if (told.length === 1) return told[0];
  // What was declined before is not in the model, since nothing can become of it.
  const { body } = await history.checkout();
  return body.payments.findLast((one: { id: string; status: string }) => isNew(one) && one.status !== 'failed') ?? body.payments.findLast(isNew);
}

const ENDED = ['canceled', 'expired'];

/** Reads the checkout, and holds what it says against what can have come of it. */
export async function look(history: History, model: Model): Promise<string> {
  const answer = await history.checkout();
  await see(model, answer);
  return answer.body.status;
}

async function see(model: Model, answer: Answer): Promise<void> {
  if (answer.status !== 200) fail('A checkout is not there', answer, model);
  const { status, payments, next_action: next } = answer.body;
  for (const known of model.payments) {
    const shown = payments.find(({ id }: { id: string }) => id === known.id) ?? fail('A payment that was told of is not there', answer, model);
    learnState(known, shown, answer, model);
    if (known.state === 'waiting') known.page = next?.url ?? known.page;
  }
  if (status === 'completed') {
    if (model.checkout === 'ended') fail('A checkout that had ended is an order', answer, model);
    if (model.checkout !== 'ordered' && covered(model.payments) < model.total) fail('An order was placed that is not paid for', answer, model);
    model.checkout = 'ordered';
    for (const payment of model.payments) payment.givenBack = false;
    return;
  }
  for (const payment of model.payments) payment.gone = payment.voided + payment.refunded;
  if (ENDED.includes(status)) {
    if (model.checkout !== 'ending' && model.checkout !== 'ended') fail('A checkout ended that nobody gave up', answer, model);
    ended(model, 'ended');
  } else if (model.checkout === 'ordered' || model.checkout === 'ended') fail('A checkout that was over is not', answer, model);
}

function learnState(known: PaymentModel, { status }: { readonly status: string }, answer: Answer, model: Model): void {
  const isMoney = status !== 'pending' && status !== 'requires_action' && status !== 'failed';
  if (known.state === 'authorized' && !isMoney) fail('A payment forgot that it was authorized', answer, model);
  if (known.state === 'failed' && status !== 'failed') fail('A payment that failed is alive', answer, model);
  if (isMoney) authorized(known);
  else known.state = status === 'failed' ? 'failed' : status === 'pending' ? 'undecided' : 'waiting';
}

/** The shopper decides on the page of the bank or of PayPal, and comes back or does not. */
export async function decide(history: History, model: Model, payment: PaymentModel, yes: boolean, comesBack: boolean, crash?: Crash): Promise<void> {
  const url = new URL(payment.page!);
  url.pathname += yes ? '/approve' : payment.gateway === 'paypal' ? '/cancel' : '/decline';
  // Who gave up is told so by the page; that is no matter of the shop.
  await fetch(url, { method: 'POST', ...(payment.gateway === 'paypal' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}) });
  history.log.push(`the shopper ${yes ? 'agrees' : 'says no'} at ${payment.gateway}`);
  if (!comesBack) return;
  const answer = await history.ask({ method: 'POST', path: `/v1/checkouts/${history.checkoutId}/returns`, headers: history.headers }, crash);
  await see(model, answer);
}

export async function cancel(history: History, model: Model, crash?: Crash): Promise<void> {
  const before = { checkout: model.checkout, isMoving: isMoving(model), isUndecided: isUndecided(model) };
  const answer = await history.ask({ method: 'DELETE', path: `/v1/checkouts/${history.checkoutId}`, headers: history.headers }, crash);
  if (answer.status === 204) {
    if (before.checkout === 'ordered') fail('An order was given up as a checkout', answer, model);
    ended(model, 'ended');
    return;
  }
  const reasons: Readonly<Record<string, boolean>> = { 'payment-in-progress': before.isMoving, 'checkout-not-open': before.checkout !== 'open' || before.isUndecided };
  if (!reasons[answer.body.code]) fail('A checkout could not be given up', answer, model);
  await look(history, model);
}

/** The time of the checkout is over. */
export async function runOut(history: History, model: Model): Promise<void> {
  await history.shop.data.query(`update ordering.checkouts set expires_at = now() - interval '1 second' where id = $1 and status not in ('completed', 'expired', 'canceled')`, [toUuid(history.checkoutId)]);
  await history.shop.data.query(`update inventory.holds set expires_at = now() - interval '1 second' where checkout_id = $1 and status = 'held'`, [toUuid(history.checkoutId)]);
  history.log.push('the time of the checkout is over');
  if (model.checkout === 'open') ended(model, 'ending');
}

/** Repeats a request that was accepted, and learns what it says by now. */
export async function repeat(history: History, model: Model, keyed: Keyed, settle: (key: string, answer: Answer) => void): Promise<void> {
  const answer = await history.repeat(keyed);
  settle(keyed.call.key, answer);
  await look(history, model);
}

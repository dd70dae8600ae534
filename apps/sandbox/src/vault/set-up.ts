import { nowSeconds } from '../clock/clock.js';
import type { Transaction } from '../database/open.js';
import { challenge } from '../payments/attempt.js';
import { readConfirmation, readReturnUrl } from '../payments/confirmation-params.js';
import { readMethods } from '../payments/method-params.js';
import { type Decline, testCard } from '../payments/test-cards.js';
import { type Answer, failure, success } from '../protocol/answer.js';
import { newClientSecret, newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { invalid, StripeError } from '../protocol/stripe-error.js';
import { getCustomer } from './customers.js';
import { attach, isStored, type Method, methodObject, newMethod, payableMethod, saveMethod } from './methods.js';
import { lockSetup, readExpand, recordSetup, type Setup, setupObject, shownSetup } from './setups.js';

type Confirmation = ReturnType<typeof readConfirmation>;

/** POST /v1/setup_intents (Stripe docs: "Create a SetupIntent"). */
export function createSetup(params: Params, origin: string, key: string | undefined) {
  const confirm = params.flag('confirm') ?? false;
  const named = params.text('payment_method');
  if (named !== undefined && !isStored(named)) testCard(named);
  const setup = readSetup(params, key);
  const confirmation = readConfirmation(params, origin);
  const expand = readExpand(params);
  params.assertAllRead();
  if (confirm && named === undefined) throw invalid(METHOD_MISSING, { param: 'payment_method' });
  if (confirm) assertReturnUrl(setup);

  return async (tx: Transaction): Promise<Answer> => {
    if (setup.customer !== null) await getCustomer(tx, setup.customer, 'customer');
    if (named === undefined) return recorded(tx, setup, expand);
    const method = await methodOf(tx, named, setup.customer);
    const begun: Setup = { ...setup, payment_method: method.id, status: 'requires_confirmation' };
    return confirm ? attemptSetup(tx, begun, method, confirmation, expand) : recorded(tx, begun, expand);
  };
}

/** POST /v1/setup_intents/:id/confirm (Stripe docs: "Confirm a SetupIntent"). */
export function confirmSetup(id: string, params: Params, origin: string) {
  const named = params.text('payment_method');
  if (named !== undefined && !isStored(named)) testCard(named);
  const returnUrl = readReturnUrl(params);
  const confirmation = readConfirmation(params, origin);
  const expand = readExpand(params);
  params.assertAllRead();

  return async (tx: Transaction): Promise<Answer> => {
    const found = await lockSetup(tx, id);
    if (found.status === 'succeeded' || found.status === 'canceled') throw unexpected(found, 'confirm');
    const name = named ?? found.payment_method;
    if (name === null) throw invalid(METHOD_MISSING, { param: 'payment_method' });
    const method = await methodOf(tx, name, found.customer);
    const setup = { ...found, payment_method: method.id, return_url: returnUrl ?? found.return_url };
    assertReturnUrl(setup);
    return attemptSetup(tx, setup, method, confirmation, expand);
  };
}

/** POST /v1/setup_intents/:id/cancel (Stripe docs: "Cancel a SetupIntent"). */
export function cancelSetup(id: string, params: Params) {
  const reason = params.oneOf('cancellation_reason', ['abandoned', 'duplicate', 'requested_by_customer']);
  const expand = readExpand(params);
  params.assertAllRead();
  return async (tx: Transaction): Promise<Answer> => {
    const found = await lockSetup(tx, id);
    if (found.status === 'succeeded' || found.status === 'canceled') throw unexpected(found, 'cancel');
    const canceled: Setup = { ...found, status: 'canceled', next_action: null, cancellation_reason: reason ?? null };
    return recorded(tx, canceled, expand);
  };
}

/** The shopper authenticated, or did not. @throws StripeError 400 when it does not wait for that */
export async function settleSetup(tx: Transaction, id: string, approved: boolean): Promise<Setup> {
  const waiting = await lockSetup(tx, id);
  if (waiting.status !== 'requires_action') throw unexpected(waiting, 'authenticate');
  const settled = approved ? await succeeded(tx, waiting) : failed(waiting, AUTHENTICATION_FAILED);
  await recordSetup(tx, settled);
  return settled;
}

function readSetup(params: Params, key: string | undefined): Setup {
  const id = newId('seti');
  const allowed = params.list('allowed_payment_method_types');
  if (allowed.some((type) => type !== 'card')) throw invalid('Only cards are kept here.', { param: 'allowed_payment_method_types' });
  const { automatic_payment_methods } = readMethods(params);
  return {
    id,
    created: nowSeconds(),
    customer: params.text('customer') ?? null,
    payment_method: null,
    status: 'requires_payment_method',
    usage: params.oneOf('usage', ['on_session', 'off_session']) ?? 'off_session',
    // Cards alone redirect nobody but to their bank.
    automatic_payment_methods: allowed.length > 0 ? null : automatic_payment_methods,
    metadata: params.metadata(),
    return_url: readReturnUrl(params),
    client_secret: newClientSecret(id),
    next_action: null,
    last_setup_error: null,
    cancellation_reason: null,
    idempotency_key: key ?? null,
  };
}

/** A test card becomes a method of its own, which is nobody's yet. */
async function methodOf(tx: Transaction, named: string, customer: string | null): Promise<Method> {
  if (isStored(named)) return payableMethod(tx, named, customer);
  const method = newMethod(named);
  await saveMethod(tx, method);
  return method;
}

async function attemptSetup(tx: Transaction, setup: Setup, method: Method, confirmation: Confirmation, expand: boolean): Promise<Answer> {
  const card = testCard(method.card);
  if (card.challenge) {
    const next_action = challenge(setup, confirmation);
    return recorded(tx, { ...setup, status: 'requires_action', next_action }, expand);
  }
  if (!card.decline || card.savable) return recorded(tx, await succeeded(tx, setup, method), expand);
  const refused = failed(setup, errorOf(card.decline, method));
  await recordSetup(tx, refused);
  const { doc_url: _, ...error } = refused.last_setup_error as StripeError['body'] & { doc_url: string };
  return failure(new StripeError(402, { ...error, setup_intent: setupObject(refused) }));
}

async function succeeded(tx: Transaction, setup: Setup, method?: Method): Promise<Setup> {
  const kept = method ?? (await payable(tx, setup));
  if (setup.customer !== null) await attach(tx, kept, setup.customer);
  return { ...setup, status: 'succeeded', next_action: null, last_setup_error: null };
}

async function payable(tx: Transaction, { payment_method: id }: Setup): Promise<Method> {
  const { rows } = await tx.query<Method>('select id, created, card, customer from sandbox.payment_methods where id = $1', [id]);
  return rows[0]!;
}

const failed = (setup: Setup, error: object): Setup => ({
  ...setup,
  status: 'requires_payment_method',
  payment_method: null,
  next_action: null,
  last_setup_error: error,
});

function errorOf({ code, message, decline_code }: Decline, method: Method): object {
  return {
    type: 'card_error',
    code,
    message,
    ...(decline_code === undefined ? {} : { decline_code }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    payment_method: methodObject(method),
  };
}

async function recorded(tx: Transaction, setup: Setup, expand: boolean): Promise<Answer> {
  await recordSetup(tx, setup);
  return success(await shownSetup(tx, setup, expand));
}

function assertReturnUrl({ automatic_payment_methods: methods, return_url: url }: Setup): void {
  if (!methods?.enabled || methods.allow_redirects === 'never' || url !== null) return;
  throw invalid('This SetupIntent may redirect the shopper, so that you must provide a `return_url`.');
}

function unexpected(setup: Setup, what: string): StripeError {
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'setup_intent_unexpected_state',
    message: `You cannot ${what} this SetupIntent because it has a status of ${setup.status}.`,
    setup_intent: setupObject(setup),
  });
}

const METHOD_MISSING = "You cannot confirm this SetupIntent because it's missing a payment method.";
const AUTHENTICATION_FAILED = {
  type: 'invalid_request_error',
  code: 'setup_intent_authentication_failure',
  doc_url: 'https://stripe.com/docs/error-codes/setup-intent-authentication-failure',
  message: 'The latest attempt to set up the payment method has failed because authentication failed.',
};

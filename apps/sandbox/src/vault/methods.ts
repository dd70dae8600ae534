import { nowSeconds } from '../clock/clock.js';
import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { paymentMethodObject } from '../objects/payment-method.js';
import { readLimit } from '../payments/list-intents.js';
import { testCard } from '../payments/test-cards.js';
import { type Answer, success } from '../protocol/answer.js';
import { newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { invalid, missing, noSuch } from '../protocol/stripe-error.js';
import { announce } from '../webhooks/announce.js';
import { getCustomer } from './customers.js';

/** A means of payment that has an id of its own, and perhaps somebody who may pay with it again. */
export interface Method {
  readonly id: string;
  readonly created: number;
  /** Name of the test card. */
  readonly card: string;
  readonly customer: string | null;
}

const COLUMNS = ['id', 'created', 'card', 'customer'] as const satisfies readonly (keyof Method)[];
const SELECT = `select ${COLUMNS.join(', ')} from sandbox.payment_methods`;
/** Ids of methods that are kept; test cards have names with more than one underscore. */
const STORED = /^pm_[A-Za-z0-9]{24}$/;

export const isStored = (id: string): boolean => STORED.test(id);

export const newMethod = (card: string): Method => ({
  id: newId('pm'),
  created: nowSeconds(),
  card,
  customer: null,
});

export const methodObject = ({ id, card, created, customer }: Method) =>
  paymentMethodObject(id, card, created, customer);

export async function saveMethod(tx: Transaction, method: Method): Promise<void> {
  await save<Method>(tx, 'payment_methods', COLUMNS, method);
}

/** @throws StripeError `resource_missing`, blaming `param` when the id came as a parameter */
export async function getMethod(db: Queryable, id: string, param?: string): Promise<Method> {
  return (await read(db, id, '')) ?? raise(noSuch('PaymentMethod', id, param));
}

/**
 * What a customer pays with, by its id.
 * @throws StripeError 400 when it is not theirs, or nobody's any more
 */
export async function payableMethod(
  db: Queryable,
  id: string,
  customer: string | null,
): Promise<Method> {
  const method = await getMethod(db, id, 'payment_method');
  if (method.customer === null) throw invalid(DETACHED, { param: 'payment_method' });
  if (method.customer === customer) return method;
  const message =
    `The customer does not have a payment method with the ID ${id}. The payment method must be ` +
    'attached to the customer.';
  throw invalid(message, { param: 'payment_method' });
}

/** POST /v1/payment_methods/:id/attach. A test card becomes a method of its own with it. */
export function attachMethod(id: string, params: Params) {
  const customer = params.text('customer');
  if (customer === undefined) throw missing('customer');
  params.assertAllRead();
  if (!isStored(id)) testCard(id);
  return async (tx: Transaction): Promise<Answer> => {
    const method = isStored(id) ? await locked(tx, id) : newMethod(id);
    const { decline, savable } = testCard(method.card);
    if (decline && !savable) throw invalid(decline.message, { code: decline.code });
    return success(methodObject(await attach(tx, method, customer)));
  };
}

/** From now on the customer may pay with it. */
export async function attach(tx: Transaction, method: Method, customer: string): Promise<Method> {
  await getCustomer(tx, customer, 'customer');
  if (method.customer !== null && method.customer !== customer) {
    throw invalid('The payment method you provided has already been attached to a customer.');
  }
  const attached = { ...method, customer };
  await saveMethod(tx, attached);
  await announce(tx, 'payment_method.attached', attached.id, methodObject(attached));
  return attached;
}

/** POST /v1/payment_methods/:id/detach (Stripe docs: "Detach a PaymentMethod"): for ever. */
export function detachMethod(id: string, params: Params) {
  params.assertAllRead();
  return async (tx: Transaction): Promise<Answer> => {
    const method = await locked(tx, id);
    if (method.customer === null) {
      throw invalid(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      );
    }
    const detached = { ...method, customer: null };
    await saveMethod(tx, detached);
    await announce(tx, 'payment_method.detached', detached.id, methodObject(detached));
    return success(methodObject(detached));
  };
}

/** GET /v1/payment_methods, those of one customer, newest first. */
export function listMethods(db: Queryable, params: Params, of?: string) {
  const limit = readLimit(params);
  const customer = of ?? params.text('customer');
  params.oneOf('type', ['card']);
  params.assertAllRead();
  if (customer === undefined) throw missing('customer');
  return async () => {
    await getCustomer(db, customer, 'customer');
    const { rows } = await db.query<Method>(
      `${SELECT} where customer = $1 order by seq desc limit $2`,
      [customer, limit + 1],
    );
    const data = rows.slice(0, limit).map(methodObject);
    return { object: 'list', data, has_more: rows.length > limit, url: '/v1/payment_methods' };
  };
}

const DETACHED =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, ' +
  'shared with a connected account without Customer attachment, or was detached from a Customer. ' +
  'It may not be used again. To use a PaymentMethod multiple times, you must attach it to a ' +
  'Customer first.';

async function locked(tx: Transaction, id: string): Promise<Method> {
  return (await read(tx, id, 'for update')) ?? raise(noSuch('PaymentMethod', id));
}

async function read(db: Queryable, id: string, lock: string): Promise<Method | undefined> {
  return (await db.query<Method>(`${SELECT} where id = $1 ${lock}`, [id])).rows[0];
}

function raise(error: Error): never {
  throw error;
}

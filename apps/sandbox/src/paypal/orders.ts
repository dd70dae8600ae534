import type { Transaction } from '../database/open.js';
import { readAmount } from './amounts.js';
import { add, lockOrder, newPayPalId, type Order, setStatus } from './books.js';
import { invalid, refused } from './errors.js';
import { type Body, objectIn, textIn, urlIn } from './fields.js';

/** What a call came to be: the kind and id of the thing it answers with. */
export type Subject = readonly ['order' | 'authorization' | 'capture' | 'refund', id: string];

/** A payment method that is kept for a shopper, and pays; any other one is refused. */
const VAULTED = 'vault-approved';
/** Pays as well, and its refunds wait for the bank until the levers of the sandbox settle them. */
export const VAULTED_PENDING = 'vault-pending-refund';
const VAULTED_DECLINED = 'vault-declined';

/**
 * POST /v2/checkout/orders ("Create order"): waits for the shopper, or is paid at once by a method
 * that is kept (`vault_id`).
 */
export function createOrder(body: Body) {
  const { intent, purchase_units: units } = body;
  if (intent !== 'CAPTURE' && intent !== 'AUTHORIZE')
    throw invalid('intent must be CAPTURE or AUTHORIZE');
  if (!Array.isArray(units) || units.length !== 1)
    throw invalid('the sandbox takes one purchase unit');
  const unit = objectIn(units[0]);
  const source = objectIn(body['payment_source'])['paypal'];
  const experience = objectIn(objectIn(source)['experience_context']);
  const vault = textIn(objectIn(source), 'vault_id');
  const { currency, minor } = readAmount(unit['amount']);
  const order: Omit<Order, 'created'> = {
    id: newPayPalId(),
    intent,
    status: source === undefined ? 'CREATED' : 'PAYER_ACTION_REQUIRED',
    currency,
    amount: minor,
    reference_id: textIn(unit, 'reference_id') ?? 'default',
    custom_id: textIn(unit, 'custom_id'),
    invoice_id: textIn(unit, 'invoice_id'),
    return_url: urlIn(experience, 'return_url'),
    cancel_url: urlIn(experience, 'cancel_url'),
    payer: vault,
  };
  return async (tx: Transaction): Promise<Subject> => {
    if (vault === VAULTED_DECLINED) throw refused('INSTRUMENT_DECLINED', 'The instrument presented was declined.');
    if (vault !== null && vault !== VAULTED && vault !== VAULTED_PENDING) throw refused('INVALID_VAULT_ID', 'The vault id is not known.');
    await add(tx, 'paypal_orders', order);
    if (vault !== null) await pay(tx, order);
    return ['order', order.id];
  };
}

/** POST /v2/checkout/orders/:id/{capture,authorize}: an order that its shopper approved is paid. */
export function completeOrder(id: string, intent: Order['intent']) {
  return async (tx: Transaction): Promise<Subject> => {
    const order = await lockOrder(tx, id);
    if (order.intent !== intent) throw refused('ACTION_DOES_NOT_MATCH_INTENT', `The order was created with an intent of ${order.intent}.`);
    if (order.status === 'COMPLETED') {
      const issue = intent === 'CAPTURE' ? 'ORDER_ALREADY_CAPTURED' : 'ORDER_ALREADY_AUTHORIZED';
      throw refused(issue, 'The order was completed before.');
    }
    if (order.status !== 'APPROVED') throw refused('ORDER_NOT_APPROVED', 'Payer has not yet approved the order for payment.');
    await pay(tx, order);
    return ['order', id];
  };
}

async function pay(tx: Transaction, { id: order_id, intent, amount, invoice_id }: Omit<Order, 'created'>): Promise<void> {
  if (intent === 'CAPTURE') await add(tx, 'paypal_captures', { id: newPayPalId(), order_id, authorization_id: null, amount, invoice_id });
  else await add(tx, 'paypal_authorizations', { id: newPayPalId(), order_id, status: 'CREATED', amount });
  await setStatus(tx, order_id, 'COMPLETED');
}

/** What a shopper does on PayPal's page. A second click finds the matter settled. */
export async function settleApproval(tx: Transaction, id: string, decision: 'approve' | 'cancel'): Promise<Order> {
  const order = await lockOrder(tx, id);
  const waits = order.status === 'CREATED' || order.status === 'PAYER_ACTION_REQUIRED';
  if (decision === 'approve' && waits) await setStatus(tx, id, 'APPROVED');
  return order;
}

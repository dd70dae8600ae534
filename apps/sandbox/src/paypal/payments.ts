import type { Transaction } from '../database/open.js';
import { readAmount } from './amounts.js';
import { add, type Authorization, get, lockOrder, newPayPalId, type Order } from './books.js';
import { refused } from './errors.js';
import { type Body, textIn } from './fields.js';
import { type Subject, VAULTED_PENDING } from './orders.js';

/** POST /v2/payments/authorizations/:id/capture: all of it or a part, several times unless one is the final one. */
export function captureAuthorization(id: string, body: Body) {
  const wanted = body['amount'] === undefined ? undefined : readAmount(body['amount']);
  const invoice_id = textIn(body, 'invoice_id');
  return async (tx: Transaction): Promise<Subject> => {
    const [authorization, order] = await locked(tx, id);
    if (authorization.status === 'VOIDED') throw refused('AUTHORIZATION_VOIDED', 'A voided authorization cannot be captured.');
    if (authorization.status === 'CAPTURED') throw refused('AUTHORIZATION_ALREADY_CAPTURED', 'Authorization has already been captured.');
    const left = authorization.amount - authorization.captured;
    const amount = wanted?.minor ?? left;
    if (wanted && wanted.currency !== order.currency) throw refused('CURRENCY_MISMATCH', 'The currency is not that of the authorization.');
    if (amount > left) throw refused('MAX_CAPTURE_AMOUNT_EXCEEDED', 'Capture amount exceeds allowable limit.');
    const capture = newPayPalId();
    await add(tx, 'paypal_captures', { id: capture, order_id: order.id, authorization_id: id, amount, invoice_id });
    const status = amount === left || body['final_capture'] === true ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
    await tx.query('update sandbox.paypal_authorizations set captured = captured + $2, status = $3, updated = now() where id = $1', [id, amount, status]);
    return ['capture', capture];
  };
}

/** POST /v2/payments/authorizations/:id/void: releases what no capture took. */
export function voidAuthorization(id: string) {
  return async (tx: Transaction): Promise<Subject> => {
    const [{ status }] = await locked(tx, id);
    if (status === 'VOIDED') throw refused('PREVIOUSLY_VOIDED', 'Authorization has been previously voided.');
    if (status === 'CAPTURED') throw refused('PREVIOUSLY_CAPTURED', 'Authorization has been previously captured and hence cannot be voided.');
    await tx.query(`update sandbox.paypal_authorizations set status = 'VOIDED', updated = now() where id = $1`, [id]);
    return ['authorization', id];
  };
}

/** POST /v2/payments/captures/:id/refund: all that is left of it or a part. */
export function refundCapture(id: string, body: Body) {
  const wanted = body['amount'] === undefined ? undefined : readAmount(body['amount']);
  const named = { invoice_id: textIn(body, 'invoice_id'), custom_id: textIn(body, 'custom_id') };
  return async (tx: Transaction): Promise<Subject> => {
    const order = await lockOrder(tx, (await get(tx, 'paypal_captures', id)).order_id);
    const capture = await get(tx, 'paypal_captures', id);
    const left = capture.amount - capture.refunded;
    const amount = wanted?.minor ?? left;
    if (wanted && wanted.currency !== order.currency) throw refused('CURRENCY_MISMATCH', 'The currency is not that of the capture.');
    if (left === 0) throw refused('CAPTURE_FULLY_REFUNDED', 'The capture has already been fully refunded.');
    if (amount > left) throw refused('REFUND_AMOUNT_EXCEEDED', 'The refund is greater than what is left of the capture.');
    const refund = newPayPalId();
    const status = order.payer === VAULTED_PENDING ? 'PENDING' : 'COMPLETED';
    await add(tx, 'paypal_refunds', { id: refund, order_id: order.id, capture_id: id, amount, status, ...named });
    await tx.query('update sandbox.paypal_captures set refunded = refunded + $2 where id = $1', [id, amount]);
    return ['refund', refund];
  };
}

/** The authorization as it is once its order is ours. */
async function locked(tx: Transaction, id: string): Promise<[Authorization, Order]> {
  const order = await lockOrder(tx, (await get(tx, 'paypal_authorizations', id)).order_id);
  return [await get(tx, 'paypal_authorizations', id), order];
}

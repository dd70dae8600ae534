import type { GatewayResult } from '../../../domain/gateway-result.js';
import type { GatewayCall } from '../../../domain/payment-gateway.js';
import type { PayPalAnswer } from './paypal-client.js';
import type { PayPalMovement, PayPalOrder } from './paypal-orders.js';

const lower = (word: string): string => word.toLowerCase().replaceAll('_', '-');

/** What an order says about the authorization that created it. A status that is not known here is `unknown`, never a failure. */
export function authorizationResult(call: GatewayCall, order: PayPalOrder): GatewayResult {
  const { id: reference, status } = order;
  const intent = call.capture === 'automatic' ? 'CAPTURE' : 'AUTHORIZE';
  if (order.key !== call.key || order.amount !== call.amount || order.intent !== intent) return { outcome: 'unknown', code: 'mismatch', reference };
  switch (status) {
    case 'CREATED':
    case 'SAVED':
    case 'PAYER_ACTION_REQUIRED':
      return { outcome: 'requires_action', reference, nextAction: order.approveUrl === null ? null : { type: 'redirect', url: order.approveUrl } };
    case 'APPROVED':
      return { outcome: 'approved', reference };
    case 'VOIDED':
      return { outcome: 'declined', code: 'order-voided', reference };
    case 'COMPLETED':
      return completedResult(call, order);
    default:
      return { outcome: 'unknown', code: `status-${lower(status)}`, reference };
  }
}

function completedResult(call: GatewayCall, { id: reference, intent, authorizations, captures }: PayPalOrder): GatewayResult {
  const [moved] = intent === 'CAPTURE' ? captures : authorizations;
  if (!moved || moved.amount !== call.amount) return { outcome: 'unknown', code: 'mismatch', reference };
  const done = { outcome: 'succeeded', reference, amount: moved.amount, currency: call.currency } as const;
  switch (`${intent} ${moved.status}`) {
    case 'CAPTURE COMPLETED':
    case 'CAPTURE PARTIALLY_REFUNDED':
    case 'CAPTURE REFUNDED':
      return { ...done, captured: moved.amount };
    case 'AUTHORIZE CREATED':
    case 'AUTHORIZE PARTIALLY_CAPTURED':
    case 'AUTHORIZE CAPTURED':
      return { ...done, captured: 0 };
    case 'CAPTURE DECLINED':
    case 'CAPTURE FAILED':
    case 'AUTHORIZE DENIED':
    case 'AUTHORIZE VOIDED':
      return { outcome: 'declined', code: lower(moved.status), reference };
    default:
      return { outcome: 'unknown', code: `status-${lower(moved.status)}`, reference };
  }
}

/** What a capture of an authorization, or a refund of a capture, says about the operation that asked for it. */
export function movementResult(call: GatewayCall, { id: own, status, amount, key }: PayPalMovement): GatewayResult {
  const reference = call.reference ?? '';
  if (key !== call.key || amount !== call.amount) return { outcome: 'unknown', code: 'mismatch' };
  switch (status) {
    case 'COMPLETED':
      return { outcome: 'succeeded', reference, amount, currency: call.currency, own };
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return call.kind === 'capture' ? { outcome: 'succeeded', reference, amount, currency: call.currency, own } : { outcome: 'unknown', code: `status-${lower(status)}`, own };
    case 'DECLINED':
    case 'FAILED':
    case 'CANCELLED':
      return { outcome: 'declined', code: lower(status), reference, own };
    case 'PENDING':
      return { outcome: 'pending', code: `${call.kind}-pending`, reference, own };
    default:
      return { outcome: 'unknown', code: `status-${lower(status)}`, reference, own };
  }
}

/** Refusals that say that something was done before, or not yet: what, the order has to tell. */
const DONE_BEFORE = /ALREADY|PREVIOUS|DUPLICATE|IN_PROGRESS|NOT_APPROVED|PAYER_ACTION_REQUIRED/;
/** The same call came before, and may still be at work. */
const UNDER_WAY = /DUPLICATE|IN_PROGRESS/;

export type Refusal = Exclude<GatewayResult, { outcome: 'succeeded' | 'requires_action' | 'approved' }>;

/**
 * What a refusal says (developer.paypal.com/api/rest/responses). Certain is only one in PayPal's own words; a page of a proxy is none.
 * Undefined for an answer that is no refusal.
 */
export function refusal(answer: PayPalAnswer): Refusal | undefined {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  const { name } = body;
  if (typeof name !== 'string') return { outcome: 'unknown', code: 'no-certain-answer' };
  if (status === 401 || status === 403) return { outcome: 'not_sent', code: 'gateway-refused-our-key' };
  if (status === 429) return { outcome: 'not_sent', code: 'gateway-busy' };
  const word = wordOf(answer);
  if (DONE_BEFORE.test(word) || ![400, 404, 422].includes(status)) return { outcome: 'unknown', code: lower(word) };
  return { outcome: 'declined', code: lower(word) };
}

/** Whether the answer leaves open what becomes of the call: it, or one with the same key, may be at work. */
export const isUnderWay = (answer: PayPalAnswer): boolean => ![400, 404, 422].includes(answer.status) || typeof answer.body['name'] !== 'string' || UNDER_WAY.test(wordOf(answer));

function wordOf({ body: { name, details } }: PayPalAnswer): string {
  const issue: unknown = Array.isArray(details) ? (details[0] as { issue?: unknown } | null | undefined)?.issue : undefined;
  return typeof issue === 'string' ? issue : String(name);
}

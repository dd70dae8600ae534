import type { GatewayNotice } from '../../domain/gateway-webhooks.js';

/** What can change a payment, or a card that is kept. Everything else that Stripe tells is stored and left alone. */
const CONCERNING = /^(payment_intent\.(succeeded|amount_capturable_updated|payment_failed|requires_action|canceled)|charge\.(captured|expired|refunded|refund\.updated|dispute\.\w+)|refund\.\w+|setup_intent\.(succeeded|setup_failed|requires_action|canceled)|payment_method\.detached)$/;

/** What is kept of the object of an event: nothing of persons, nothing of cards. */
const KEPT = [
  'id', 'object', 'status', 'amount', 'amount_received', 'amount_capturable', 'amount_captured', 'amount_refunded', 'currency', 'payment_intent', 'charge',
  'created', 'reason', 'failure_reason', 'cancellation_reason', 'disputed', 'captured',
];

/** As far as it is looked at: an event may have another form than the version of the client says. */
interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode?: unknown;
  readonly api_version?: unknown;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 255;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isStripeEvent(value: unknown): value is StripeEvent {
  if (!isRecord(value) || value['object'] !== 'event' || !isRecord(value['data']) || !isRecord(value['data']['object'])) return false;
  return isText(value['id']) && isText(value['type']) && Number.isSafeInteger(value['created']);
}

/** An event in our words (docs.stripe.com/api/events/object); undefined for what is none. */
export function noticeOf(event: unknown): GatewayNotice | undefined {
  if (!isStripeEvent(event)) return undefined;
  const { id, type, created, livemode, api_version: version, data: { object } } = event;
  const kept = Object.fromEntries(KEPT.flatMap((name) => (isPlain(object[name]) ? [[name, object[name]]] : [])));
  return {
    id,
    type,
    reference: CONCERNING.test(type) ? referenceIn(object) : null,
    occurredAt: new Date(created * 1_000),
    payload: { id, type, created, livemode: livemode === true, api_version: isText(version) ? version : null, object: kept },
  };
}

const isPlain = (value: unknown): boolean => isText(value) || typeof value === 'number' || typeof value === 'boolean';

const THEMSELVES = ['payment_intent', 'setup_intent', 'payment_method'];

/** An intent is the payment, or the setup, itself; charges, refunds and disputes name theirs. */
function referenceIn(object: Readonly<Record<string, unknown>>): string | null {
  const intent = THEMSELVES.includes(String(object['object'])) ? object['id'] : object['payment_intent'];
  return isText(intent) ? intent : isRecord(intent) && isText(intent['id']) ? intent['id'] : null;
}

import type { GatewayCapabilities } from '../../../domain/gateway-capabilities.js';
import type { BalanceAnswer } from '../../../domain/balance/gateway-balance.js';
import type { GatewayResult } from '../../../domain/gateway-result.js';
import type { GatewayObservation } from '../../../domain/gateway-observation.js';
import { type GatewayCall, PaymentGateway } from '../../../domain/payment-gateway.js';
import { payPalAmount } from './paypal-amounts.js';
import { BALANCES, payPalBalance } from './paypal-balance.js';
import { observeOrder } from './paypal-books.js';
import { NoPayPalAnswer, PayPalClient, type PayPalSettings } from './paypal-client.js';
import { movementOf, orderOf, type PayPalMovement, type PayPalOrder } from './paypal-orders.js';
import { authorizationResult, isUnderWay, movementResult, refusal, type Refusal } from './paypal-results.js';

/** The shopper approves at PayPal; every other method is the id of a payment method that PayPal keeps for the shopper (vault). */
const WALLET = 'paypal';
const NOT_FOUND: GatewayResult = { outcome: 'unknown', code: 'not-found-yet' };
const UNREADABLE: GatewayResult = { outcome: 'unknown', code: 'unreadable-answer' };

/**
 * PayPal by Orders v2 (developer.paypal.com/docs/api/orders/v2), one order per payment, its id the reference. Every operation's key is the
 * PayPal-Request-Id of its call and the `invoice_id` of what it leaves, so that it is found again, and PayPal itself refuses to have it twice.
 */
export class PayPalPaymentGateway extends PaymentGateway {
  readonly name = 'paypal';
  readonly inProcess = false;
  /** A void takes what captures left (docs/api/payments/v2). Its vault is not set up from here yet. */
  readonly capabilities: GatewayCapabilities = { partialCapture: true, multipleCaptures: true, partialVoid: false, partialRefund: true, refundsOfOneCapture: true, savedMethods: false };
  readonly vault = null;
  /** Six hours for orders, which is the shortest (developer.paypal.com/api/rest/reference/idempotency), with a margin. */
  readonly keepsKeysSeconds = 5 * 3_600;
  readonly #client: PayPalClient;

  constructor(settings: PayPalSettings) {
    super();
    this.#client = new PayPalClient(settings);
  }

  execute(call: GatewayCall): Promise<GatewayResult> {
    return certain(async () => {
      if (call.kind === 'authorize') return call.reference === null ? this.#create(call) : this.#complete(call, call.reference);
      return this.#moveOn(call);
    });
  }

  find(call: GatewayCall): Promise<GatewayResult> {
    return asked(async () => {
      if (call.reference === null) return NOT_FOUND;
      const order = await this.#order(call, call.reference);
      if ('outcome' in order) return order;
      return call.kind === 'authorize' ? authorizationResult(call, order) : (resultIn(order, call) ?? NOT_FOUND);
    });
  }

  /** Nobody but us can complete an order: one that waits for its shopper, and that we never complete, is over. */
  abandon(call: GatewayCall): Promise<GatewayResult> {
    return this.find(call).then((found) => (found.outcome === 'requires_action' ? { outcome: 'declined', code: 'abandoned', reference: found.reference } : found));
  }

  observe(reference: string): Promise<GatewayObservation | undefined> {
    return observeOrder(this.#client, reference);
  }

  async balance(): Promise<BalanceAnswer> {
    try {
      return payPalBalance(await this.#client.get(BALANCES));
    } catch (error) {
      if (error instanceof NoPayPalAnswer) return { outcome: 'unknown', code: error.result.code };
      throw error;
    }
  }

  async #create(call: GatewayCall): Promise<GatewayResult> {
    const { key, method, returnUrl } = call;
    const amount = payPalAmount(call.amount, call.currency);
    if (!amount) return { outcome: 'declined', code: 'amount-with-decimals' };
    const experience = { user_action: 'PAY_NOW', shipping_preference: 'NO_SHIPPING', ...(returnUrl ? { return_url: returnUrl, cancel_url: returnUrl } : {}) };
    const answer = await this.#client.post('/v2/checkout/orders', key, {
      intent: call.capture === 'automatic' ? 'CAPTURE' : 'AUTHORIZE',
      purchase_units: [{ reference_id: call.checkoutId, custom_id: key, invoice_id: key, amount }],
      payment_source: { paypal: method === WALLET ? { experience_context: experience } : { vault_id: method } },
    });
    const refused = refusal(answer);
    if (refused) return refused;
    const order = orderOf(answer.body, call.currency);
    if (!order) return UNREADABLE;
    const result = authorizationResult(call, order);
    return result.outcome === 'approved' ? this.#complete(call, order.id) : result;
  }

  /** The shopper approved: the order is captured or authorized, under a key of its own. */
  async #complete(call: GatewayCall, id: string): Promise<GatewayResult> {
    const step = call.capture === 'automatic' ? 'capture' : 'authorize';
    const answer = await this.#client.post(`/v2/checkout/orders/${encodeURIComponent(id)}/${step}`, `${call.key}.complete`, {});
    const refused = refusal(answer);
    // Not approved after all, or completed before: it says so itself.
    if (refused?.outcome === 'unknown' && answer.status === 422) return this.find({ ...call, reference: id });
    if (refused) return 'reference' in refused || refused.outcome === 'not_sent' ? refused : { ...refused, reference: id };
    const order = orderOf(answer.body, call.currency);
    return order ? authorizationResult(call, order) : UNREADABLE;
  }

  /** Captures, voids and refunds. What is there already is not asked for again: that was this operation, and its answer got lost. */
  async #moveOn(call: GatewayCall): Promise<GatewayResult> {
    if (call.reference === null) throw new Error(`The operation ${call.key} has no order to work on`);
    const order = await asked(() => this.#order(call, call.reference!));
    // Nothing was sent yet, and without knowing where to nothing can be.
    if ('outcome' in order) return { outcome: 'not_sent', code: 'gateway-cannot-be-asked' };
    const done = resultIn(order, call);
    if (done) return done;
    const [authorization] = order.authorizations;
    const capture = order.captures.find(({ id, amount }) => (call.refundOf ?? id) === id && amount - refundedOf(order, id) >= call.amount);
    const from = call.kind === 'refund' ? capture : authorization;
    const amount = payPalAmount(call.amount, call.currency);
    if (!from || !amount) return { outcome: 'declined', code: call.kind === 'refund' ? 'no-capture-has-that-much' : 'nothing-is-authorized' };
    const answer = await this.#post(call, from.id, amount);
    const refused = refusal(answer);
    if (refused) return isUnderWay(answer) || refused.outcome === 'not_sent' ? refused : this.#refused(call, refused);
    if (call.kind === 'void') return this.find(call);
    const moved = movementOf(answer.body, call.currency);
    return moved ? movementResult(call, moved) : UNREADABLE;
  }

  #post({ kind, key }: GatewayCall, id: string, amount: object) {
    const at = encodeURIComponent(id);
    if (kind === 'refund') return this.#client.post(`/v2/payments/captures/${at}/refund`, key, { amount, invoice_id: key, custom_id: key });
    if (kind === 'void') return this.#client.post(`/v2/payments/authorizations/${at}/void`, key, {});
    return this.#client.post(`/v2/payments/authorizations/${at}/capture`, key, { amount, invoice_id: key, final_capture: false });
  }

  /** A refusal may be about what this very operation did before: where the order holds nothing of it, it was refused for good. */
  async #refused(call: GatewayCall, refused: Refusal): Promise<GatewayResult> {
    const found = await this.find(call);
    if (found !== NOT_FOUND) return found;
    return refused.outcome === 'unknown' ? { outcome: 'declined', code: refused.code } : refused;
  }

  /** The order, if it is ours; otherwise why it is not known. */
  async #order(call: GatewayCall, id: string): Promise<PayPalOrder | GatewayResult> {
    const answer = await this.#client.get(`/v2/checkout/orders/${encodeURIComponent(id)}`);
    const refused = refusal(answer);
    if (refused) return { outcome: 'unknown', code: 'cannot-ask' };
    const order = orderOf(answer.body, call.currency);
    if (!order) return UNREADABLE;
    return order.id === id && order.checkoutId === call.checkoutId ? order : { outcome: 'unknown', code: 'mismatch' };
  }
}

/** What the order holds of an operation already. */
function resultIn(order: PayPalOrder, call: GatewayCall): GatewayResult | undefined {
  const ours = ({ key, id }: PayPalMovement): boolean => key === call.key || (call.own !== null && id === call.own);
  const moved = call.kind === 'capture' ? order.captures.find(ours) : call.kind === 'refund' ? order.refunds.find(ours) : undefined;
  if (moved) return movementResult(call, moved);
  const voided = call.kind === 'void' && order.authorizations[0]?.status === 'VOIDED';
  return voided ? { outcome: 'succeeded', reference: order.id, amount: call.amount, currency: call.currency } : undefined;
}

const refundedOf = ({ refunds }: PayPalOrder, capture: string): number =>
  refunds.filter(({ of, status }) => of === capture && status !== 'FAILED' && status !== 'CANCELLED').reduce((sum, { amount }) => sum + amount, 0);

async function certain(work: () => Promise<GatewayResult>): Promise<GatewayResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoPayPalAnswer) return error.result;
    throw error;
  }
}

/** Asking moved nothing, so that a question without an answer tells nothing about the operation. */
async function asked<T>(question: () => Promise<T>): Promise<T | GatewayResult> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof NoPayPalAnswer) return { outcome: 'unknown', code: error.result.outcome === 'unknown' ? error.result.code : 'cannot-ask' };
    throw error;
  }
}

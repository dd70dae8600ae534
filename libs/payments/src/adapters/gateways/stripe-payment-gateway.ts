import type Stripe from 'stripe';
import type { GatewayCapabilities } from '../../domain/gateway-capabilities.js';
import type { BalanceAnswer } from '../../domain/balance/gateway-balance.js';
import type { GatewayResult } from '../../domain/gateway-result.js';
import type { GatewayObservation } from '../../domain/gateway-observation.js';
import { type GatewayCall, PaymentGateway } from '../../domain/payment-gateway.js';
import { answeredWithin, NO_ANSWER, tooLate } from './deadline.js';
import { observeIntent } from './stripe-books.js';
import { stripeClient, type StripeSettings } from './stripe-client.js';
import { stripeBalance } from './stripe-balance.js';
import { intentResult, refundResult } from './stripe-results.js';
import { stripeFailure } from './stripe-failures.js';
import { StripeMethodVault } from './stripe-method-vault.js';

/** Stripe by payment intents (docs.stripe.com/payments/payment-intents), one intent per payment. */
export class StripePaymentGateway extends PaymentGateway {
  readonly name = 'stripe';
  readonly inProcess = false;
  /** One capture per intent, which releases the rest (docs.stripe.com/payments/place-a-hold-on-a-payment-method); canceling takes all. */
  readonly capabilities: GatewayCapabilities = { partialCapture: true, multipleCaptures: false, partialVoid: false, partialRefund: true, refundsOfOneCapture: false, savedMethods: true };
  /** 24 hours at least (docs.stripe.com/api/idempotent_requests), with a margin. */
  readonly keepsKeysSeconds = 23 * 3_600;
  readonly vault: StripeMethodVault;
  readonly #stripe: Stripe;
  readonly #timeoutMs: number;

  constructor(settings: StripeSettings) {
    super();
    this.#timeoutMs = settings.timeoutMs;
    this.#stripe = stripeClient(settings);
    this.vault = new StripeMethodVault(this.#stripe, settings.timeoutMs);
  }

  execute(call: GatewayCall): Promise<GatewayResult> {
    return answeredWithin(this.#timeoutMs, this.#execute(call), NO_ANSWER);
  }

  find(call: GatewayCall): Promise<GatewayResult> {
    return answeredWithin(this.#timeoutMs, this.#find(call), NO_ANSWER);
  }

  abandon(call: GatewayCall): Promise<GatewayResult> {
    return answeredWithin(this.#timeoutMs, this.#abandon(call), NO_ANSWER);
  }

  observe(reference: string): Promise<GatewayObservation | undefined> {
    return answeredWithin(this.#timeoutMs, observeIntent(this.#stripe, reference), tooLate);
  }

  balance(): Promise<BalanceAnswer> {
    const asked = this.#stripe.balance.retrieve().then(stripeBalance, (): BalanceAnswer => ({ outcome: 'unknown', code: 'cannot-ask' }));
    return answeredWithin<BalanceAnswer>(this.#timeoutMs, asked, NO_ANSWER);
  }

  async #execute(call: GatewayCall): Promise<GatewayResult> {
    try {
      switch (call.kind) {
        case 'authorize':
          return intentResult(call, await this.#create(call));
        case 'capture':
          return intentResult(call, await this.#stripe.paymentIntents.capture(referenceOf(call), { amount_to_capture: call.amount }, keyed(call)));
        case 'void':
          return intentResult(call, await this.#stripe.paymentIntents.cancel(referenceOf(call), {}, keyed(call)));
        case 'refund':
          return refundResult(call, await this.#refund(call));
      }
    } catch (error) {
      return stripeFailure(error);
    }
  }

  async #find(call: GatewayCall): Promise<GatewayResult> {
    try {
      if (call.kind === 'refund') return await this.#findRefund(call);
      if (call.reference) return intentResult(call, await this.#stripe.paymentIntents.retrieve(call.reference));
      const found = await this.#stripe.paymentIntents.search({ query: `metadata['holdfast_operation']:'${call.key}'` });
      const [intent] = found.data;
      // Search lags behind: that nothing is found proves nothing.
      return intent ? intentResult(call, intent) : { outcome: 'unknown', code: 'not-found-yet' };
    } catch (error) {
      const failure = stripeFailure(error);
      // Asking moved nothing, so a failed question tells nothing about the operation.
      return failure.outcome === 'unknown' ? failure : { outcome: 'unknown', code: 'cannot-ask' };
    }
  }

  async #findRefund(call: GatewayCall): Promise<GatewayResult> {
    if (call.own) return refundResult(call, await this.#stripe.refunds.retrieve(call.own));
    const { data } = await this.#stripe.refunds.list({ payment_intent: referenceOf(call), limit: 100 });
    const ours = data.find(({ metadata }) => metadata?.['holdfast_operation'] === call.key);
    // It may still be on its way, so that it is not there proves nothing.
    return ours ? refundResult(call, ours) : { outcome: 'unknown', code: 'not-found-yet' };
  }

  async #abandon(call: GatewayCall): Promise<GatewayResult> {
    try {
      const intent = await this.#stripe.paymentIntents.cancel(referenceOf(call), { cancellation_reason: 'abandoned' }, { idempotencyKey: `${call.key}.abandon` });
      return intentResult(call, intent);
    } catch {
      // The shopper may have been faster, or it was canceled before: it says so itself.
      return this.#find(call);
    }
  }

  #create({ key, amount, currency, method, payer, capture, checkoutId, returnUrl, ...call }: GatewayCall): Promise<Stripe.PaymentIntent> {
    return this.#stripe.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        payment_method: method,
        // Who pays is there and can act: nothing is said of `off_session`.
        ...(payer ? { customer: payer } : {}),
        confirm: true,
        capture_method: capture,
        metadata: { holdfast_operation: key, holdfast_checkout: checkoutId },
        // Without a page to return to, methods that redirect cannot be taken.
        ...(returnUrl ? { return_url: returnUrl, automatic_payment_methods: { enabled: true } } : { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } }),
      },
      keyed({ ...call, key }),
    );
  }

  #refund(call: GatewayCall): Promise<Stripe.Refund> {
    return this.#stripe.refunds.create({ payment_intent: referenceOf(call), amount: call.amount, metadata: { holdfast_operation: call.key } }, keyed(call));
  }
}

const keyed = ({ key }: Pick<GatewayCall, 'key'>) => ({ idempotencyKey: key });

function referenceOf({ reference, key }: GatewayCall): string {
  if (!reference) throw new Error(`The operation ${key} has no payment intent to work on`);
  return reference;
}

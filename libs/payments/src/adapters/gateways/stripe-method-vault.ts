import Stripe from 'stripe';
import { type DetachResult, type EnrollResult, MethodVault, type ObservedMethod, type SetupCall, type SetupResult } from '../../domain/method-vault.js';
import { answeredWithin, NO_ANSWER, tooLate } from './deadline.js';
import { type StripeFailure, stripeFailure } from './stripe-failures.js';
import { observedMethod } from './stripe-observed-methods.js';
import { setupOf, setupResult } from './stripe-setups.js';

/** More setups than anybody has. */
const MOST = 100;

/**
 * Cards kept by setup intents (docs.stripe.com/payments/save-and-reuse), one Stripe customer for each of ours. Of the customer Stripe learns
 * our id and nothing else.
 */
export class StripeMethodVault extends MethodVault {
  constructor(
    private readonly stripe: Stripe,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  enroll(customer: `cus_${string}`): Promise<EnrollResult> {
    return this.#tried(async () => {
      const made = await this.stripe.customers.create({ metadata: { holdfast_customer: customer } }, { idempotencyKey: `${customer}.payer` });
      const isOurs = made.object === 'customer' && typeof made.id === 'string' && made.id !== '' && made.metadata?.['holdfast_customer'] === customer;
      return isOurs ? { outcome: 'enrolled', payer: made.id } : { outcome: 'unknown', code: 'mismatch' };
    });
  }

  setUp(call: SetupCall): Promise<SetupResult> {
    return this.#tried(async () => setupResult(call, await this.#create(call)));
  }

  find(call: SetupCall): Promise<SetupResult> {
    return this.#asked(async () => {
      if (call.reference) return setupResult(call, await this.stripe.setupIntents.retrieve(call.reference, { expand: ['payment_method'] }));
      const { data, has_more: more } = await this.stripe.setupIntents.list({ customer: call.payer, limit: MOST, expand: ['data.payment_method'] });
      const ours = data.find((setup) => setupOf(setup.metadata) === call.key);
      if (ours) return setupResult(call, ours);
      return more ? { outcome: 'unknown', code: 'not-found-yet' } : { outcome: 'not_sent', code: 'not-found' };
    });
  }

  abandon(call: SetupCall): Promise<SetupResult> {
    if (!call.reference) return this.find(call);
    const { reference } = call;
    return this.#asked(async () => {
      // The shopper may have been faster, or it was canceled before: it says so itself.
      await this.stripe.setupIntents.cancel(reference, { cancellation_reason: 'abandoned' }).catch(() => undefined);
      return setupResult(call, await this.stripe.setupIntents.retrieve(reference, { expand: ['payment_method'] }));
    });
  }

  /** Without a key: to do it again does no harm, and a failure is not kept for the next try. */
  async detach(token: string): Promise<DetachResult> {
    const result = await this.#tried<DetachResult | { readonly outcome: 'declined'; readonly code: string }>(async () => this.#detached(token, await this.stripe.paymentMethods.detach(token)));
    return result.outcome === 'declined' ? this.#isGone(token) : result;
  }

  knows(reference: string): boolean {
    return reference.startsWith('seti_') || reference.startsWith('pm_');
  }

  observe(reference: string): Promise<ObservedMethod | undefined> {
    return answeredWithin(this.timeoutMs, observedMethod(this.stripe, reference), tooLate);
  }

  #create({ key, method, payer, returnUrl }: SetupCall): Promise<Stripe.SetupIntent> {
    return this.stripe.setupIntents.create(
      {
        customer: payer,
        payment_method: method,
        allowed_payment_method_types: ['card'],
        confirm: true,
        // Customers pay with it themselves, at a checkout.
        usage: 'on_session',
        metadata: { holdfast_method: key },
        expand: ['payment_method'],
        ...(returnUrl ? { return_url: returnUrl } : {}),
      },
      { idempotencyKey: key },
    );
  }

  #detached(token: string, { object, id, customer }: Stripe.PaymentMethod): DetachResult {
    return object === 'payment_method' && id === token && customer === null ? { outcome: 'detached' } : { outcome: 'unknown', code: 'mismatch' };
  }

  /** Detaching is refused where there is nothing to detach, and for other reasons. */
  #isGone(token: string): Promise<DetachResult> {
    return answeredWithin(
      this.timeoutMs,
      this.stripe.paymentMethods.retrieve(token).then(
        (method) => this.#detached(token, method),
        (error: unknown): DetachResult =>
          error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404 ? { outcome: 'detached' } : { outcome: 'unknown', code: 'cannot-ask' },
      ),
      NO_ANSWER,
    );
  }

  #tried<T>(work: () => Promise<T>): Promise<T | StripeFailure> {
    return answeredWithin<T | StripeFailure>(this.timeoutMs, work().catch((error: unknown) => stripeFailure(error)), NO_ANSWER);
  }

  /** Asking set nothing up, so a failed question tells nothing. */
  #asked(work: () => Promise<SetupResult>): Promise<SetupResult> {
    return answeredWithin<SetupResult>(this.timeoutMs, work().catch((): SetupResult => ({ outcome: 'unknown', code: 'cannot-ask' })), NO_ANSWER);
  }
}

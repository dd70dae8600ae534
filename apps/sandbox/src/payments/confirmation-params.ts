import type { Intent } from '../books/intents.js';
import type { Params } from '../protocol/params.js';
import { invalid } from '../protocol/stripe-error.js';
import type { Confirmation } from './attempt.js';

/** What creating-and-confirming and confirming have in common. */
export function readConfirmation(params: Params, origin: string): Confirmation {
  return {
    offSession: params.flag('off_session') ?? false,
    useStripeSdk: params.flag('use_stripe_sdk') ?? false,
    origin,
  };
}

/** Where the shopper goes after authenticating: an absolute http or https address, or null. */
export function readReturnUrl(params: Params): string | null {
  const url = params.text('return_url', 2048);
  if (url === undefined) return null;
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw invalid('Not a valid URL', { param: 'return_url', code: 'url_invalid' });
  }
  return url;
}

/** @throws StripeError 400 when a method that redirects is possible and there is no way back */
export function assertReturnUrl(intent: Intent): void {
  const methods = intent.automatic_payment_methods;
  if (!methods?.enabled || methods.allow_redirects === 'never' || intent.return_url !== null)
    return;
  throw invalid(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. ' +
      'Because some of these payment methods might redirect your customer off of your page, you ' +
      "must provide a `return_url`. If you don't want to accept redirect-based payment methods, " +
      'set `automatic_payment_methods[enabled]` to `true` and ' +
      '`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and ' +
      'Payment Intents.',
  );
}

export const MISSING_PAYMENT_METHOD =
  "You cannot confirm this PaymentIntent because it's missing a payment method. You can either " +
  'update the PaymentIntent with a payment method and then confirm it again, or confirm it again ' +
  'directly with a payment method or ConfirmationToken.';

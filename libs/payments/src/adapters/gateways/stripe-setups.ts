import type Stripe from 'stripe';
import { isId } from '@holdfast/kernel';
import type { CardFace, PaymentMethodId, SetupCall, SetupResult } from '../../domain/method-vault.js';

/** What of ours a setup intent keeps; null for what somebody else began. */
export function setupOf(metadata: Stripe.Metadata | null): PaymentMethodId | null {
  const id = metadata?.['holdfast_method'];
  return isId('pm', id) ? id : null;
}

/**
 * What a setup intent, its method expanded, says about a setup of ours (docs.stripe.com/payments/paymentintents/lifecycle). A status that is
 * not known here is `unknown`, never a failure.
 */
export function setupResult({ key, payer }: Pick<SetupCall, 'key' | 'payer'>, setup: Stripe.SetupIntent): SetupResult {
  const { id: reference, status } = setup;
  if (setup.object !== 'setup_intent' || !isText(reference)) return { outcome: 'unknown', code: 'mismatch' };
  if (setupOf(setup.metadata) !== key || setup.customer !== payer) return { outcome: 'unknown', code: 'mismatch' };
  switch (status) {
    case 'succeeded':
      return keptResult(payer, setup);
    case 'requires_action': {
      const url = setup.next_action?.redirect_to_url?.url;
      return { outcome: 'requires_action', reference, nextAction: isText(url) ? { type: 'redirect', url } : null };
    }
    case 'requires_payment_method':
    case 'canceled':
      return { outcome: 'declined', code: setup.last_setup_error?.decline_code || setup.last_setup_error?.code || status, reference };
    default:
      return { outcome: 'unknown', code: `status-${status}`, reference };
  }
}

function keptResult(payer: string, { id: reference, payment_method: method }: Stripe.SetupIntent): SetupResult {
  if (typeof method !== 'object' || method === null || method.object !== 'payment_method' || !isLike(method.id, /^\w{1,255}$/)) return { outcome: 'unknown', code: 'mismatch', reference };
  // It was set up, and taken away at the gateway since.
  if (method.customer === null) return { outcome: 'declined', code: 'detached', reference };
  const card = faceOf(method.card);
  if (method.customer !== payer || !card) return { outcome: 'unknown', code: 'mismatch', reference };
  return { outcome: 'active', reference, token: method.id, card };
}

function faceOf(card: Stripe.PaymentMethod.Card | undefined): CardFace | undefined {
  if (typeof card !== 'object' || card === null) return undefined;
  const { brand, last4, exp_month: expiryMonth, exp_year: expiryYear } = card;
  const isShown = isLike(brand, /^[a-z_]{2,30}$/) && isLike(last4, /^\d{4}$/) && isWithin(expiryMonth, 1, 12) && isWithin(expiryYear, 2000, 2199);
  return isShown ? { brand, last4, expiryMonth, expiryYear } : undefined;
}

const isLike = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isWithin = (value: unknown, least: number, most: number): boolean => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

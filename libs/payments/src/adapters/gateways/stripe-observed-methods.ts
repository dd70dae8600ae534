import type Stripe from 'stripe';
import type { ObservedMethod } from '../../domain/method-vault.js';
import { missing } from './stripe-books.js';
import { setupOf, setupResult } from './stripe-setups.js';

/** What Stripe's books have under the id of a setup intent or of a payment method. @throws when it does not answer, or with something else */
export function observedMethod(stripe: Stripe, reference: string): Promise<ObservedMethod | undefined> {
  return (reference.startsWith('seti_') ? observedSetup(stripe, reference) : observedToken(stripe, reference)).catch(missing);
}

async function observedSetup(stripe: Stripe, reference: string): Promise<ObservedMethod> {
  const setup = await stripe.setupIntents.retrieve(reference, { expand: ['payment_method'] });
  const key = setupOf(setup.metadata);
  if (setup.id !== reference || !key || typeof setup.customer !== 'string') return { target: null, fact: null };
  // Whom it is for is part of what was asked for under the key, and compared when it is answered.
  const fact = setupResult({ key, payer: setup.customer }, setup);
  if (fact.outcome === 'unknown') throw new Error('Stripe answered with something else');
  return { target: { id: key }, fact };
}

async function observedToken(stripe: Stripe, token: string): Promise<ObservedMethod> {
  const method = await stripe.paymentMethods.retrieve(token);
  if (method.object !== 'payment_method' || method.id !== token) throw new Error('Stripe answered with something else');
  return { target: { token }, fact: method.customer === null ? { outcome: 'detached' } : null };
}

import type { Intent } from '../books/intents.js';
import type { Params } from '../protocol/params.js';
import { invalid } from '../protocol/stripe-error.js';

type Methods = Pick<Intent, 'automatic_payment_methods' | 'payment_method_types'>;

/**
 * Which methods may pay. Without a word about them Stripe enables the automatic ones, redirects
 * included (docs: "Create a PaymentIntent", `automatic_payment_methods`); cards are all we have.
 */
export function readMethods(params: Params): Methods {
  const types = params.list('payment_method_types');
  const automatic = params.nested('automatic_payment_methods');
  const enabled = automatic?.flag('enabled') ?? types.length === 0;
  const redirects = automatic?.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  const unknown = types.find((type) => type !== 'card');
  if (unknown !== undefined) {
    const message = `The payment method type "${unknown.slice(0, 40)}" is invalid.`;
    throw invalid(message, { param: 'payment_method_types' });
  }
  if (enabled && types.length > 0) {
    throw invalid(
      'You may only specify one of these parameters: automatic_payment_methods, ' +
        'payment_method_types.',
    );
  }
  return {
    payment_method_types: ['card'],
    automatic_payment_methods: enabled ? { allow_redirects: redirects, enabled: true } : null,
  };
}

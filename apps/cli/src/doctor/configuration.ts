import { EnvironmentError } from '@holdfast/config';
import { readShopSettings, type ShopSettings } from '../../../composition/core.js';
import { openIdConnectOf } from '../../../composition/openid-connect.js';
import { paymentsOf } from '../../../composition/payments.js';
import { fault, type Finding, ok, warning } from './finding.js';

type Environment = Readonly<Record<string, string | undefined>> | undefined;

const RATE_THAT_LIMITS_NOTHING = 1_000_000;
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether all settings parse and fit each other. */
export function settingsFindings(environment: Environment): { readonly findings: readonly Finding[]; readonly env?: ShopSettings } {
  try {
    const env = readShopSettings(environment);
    paymentsOf(env);
    openIdConnectOf(env);
    return { findings: [ok('configuration.settings', 'All settings can be read.')], env };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { findings: error.faults.map((text) => fault('configuration.settings', text, 'Correct it in the environment; .env.example lists all settings.')) };
  }
}

/** A setting that is fine on somebody's desk and dangerous in production. */
interface Danger {
  readonly name: string;
  readonly when: (env: ShopSettings) => boolean;
  readonly says: string;
  readonly todo: string;
}

const DANGERS: readonly Danger[] = [
  { name: 'test-mode', when: (env) => env.HOLDFAST_TEST_MODE, says: 'HOLDFAST_TEST_MODE is on: whoever has a key can read all mail and move the clock.', todo: 'Unset it.' },
  { name: 'stripe-address', when: (env) => isLocal(env.STRIPE_API_BASE), says: 'STRIPE_API_BASE leads to this machine: payments go to a sandbox, not to Stripe.', todo: 'Unset it.' },
  { name: 'paypal-address', when: (env) => isLocal(env.PAYPAL_API_BASE), says: 'PAYPAL_API_BASE leads to this machine: payments go to a sandbox, not to PayPal.', todo: 'Unset it.' },
  { name: 'stripe-key', when: (env) => env.STRIPE_SECRET_KEY?.startsWith('sk_test_') === true, says: 'STRIPE_SECRET_KEY is a test key: no money moves.', todo: 'Set the live one.' },
  {
    name: 'stripe-webhooks', when: (env) => env.STRIPE_SECRET_KEY !== undefined && !env.STRIPE_WEBHOOK_SECRET,
    says: 'Stripe is set up without STRIPE_WEBHOOK_SECRET: what happens there is found within an hour or a day, and some of it never.', todo: 'Make a webhook endpoint at Stripe and set its secret.',
  },
  {
    name: 'paypal-webhooks', when: (env) => env.PAYPAL_CLIENT_ID !== undefined && !env.PAYPAL_WEBHOOK_ID,
    says: 'PayPal is set up without PAYPAL_WEBHOOK_ID: what happens there is found late.', todo: 'Make a webhook at PayPal and set its id.',
  },
  { name: 'no-gateway', when: (env) => !env.STRIPE_SECRET_KEY && !env.PAYPAL_CLIENT_ID, says: 'No payment gateway is set up: only the manual one is offered.', todo: 'Set STRIPE_SECRET_KEY or PAYPAL_CLIENT_ID, if cards are to be taken.' },
  { name: 'second-factor', when: (env) => !env.STAFF_MFA_REQUIRED, says: 'STAFF_MFA_REQUIRED is off: a password alone opens the back office.', todo: 'Unset it.' },
  { name: 'leniency', when: (env) => env.RATE_LIMIT_LENIENCY > 1, says: 'RATE_LIMIT_LENIENCY raises the limits on logins: passwords can be tried more often.', todo: 'Unset it.' },
  {
    name: 'rate-limits', when: (env) => [env.RATE_LIMIT_ADDRESS_PER_MINUTE, env.RATE_LIMIT_KEY_PER_MINUTE].some((rate) => rate === 0 || rate >= RATE_THAT_LIMITS_NOTHING),
    says: 'RATE_LIMIT_ADDRESS_PER_MINUTE or RATE_LIMIT_KEY_PER_MINUTE limits nothing.', todo: 'Unset them, or set what one address and one key may need.',
  },
  { name: 'public-url', when: (env) => !env.PUBLIC_URL.startsWith('https:') || isLocal(env.PUBLIC_URL), says: 'PUBLIC_URL is not https, or leads to this machine: links in mails go there.', todo: 'Set the address that clients use.' },
  { name: 'mail', when: (env) => env.SMTP_URL === undefined, says: 'SMTP_URL is not set: no mail is sent, it is kept in the test mailbox.', todo: 'Set it.' },
  { name: 'sender', when: (env) => env.MAIL_FROM.includes('example.com'), says: 'MAIL_FROM is the example.', todo: 'Set the sender that customers are to see.' },
  { name: 'admin-key', when: (env) => env.HOLDFAST_ADMIN_KEY !== undefined, says: 'HOLDFAST_ADMIN_KEY is set: a key with all permissions stands in the environment.', todo: 'Make keys with what each needs (holdfast keys create), and unset it.' },
  { name: 'cors', when: (env) => env.CORS_ORIGINS.some((origin) => origin.startsWith('http:')), says: 'CORS_ORIGINS names pages without https.', todo: 'Name https origins only.' },
];

const isLocal = (address: string): boolean => LOCAL.test(new URL(address).hostname);

/** What must not be so where real customers buy: warnings, or faults where this is production. */
export function dangerFindings(env: ShopSettings, isProduction: boolean): Finding[] {
  const found = DANGERS.filter(({ when }) => when(env)).map(({ name, says, todo }) => (isProduction ? fault : warning)(`configuration.${name}`, says, todo));
  return found.length > 0 ? found : [ok('configuration.dangers', 'No setting is dangerous in production.')];
}

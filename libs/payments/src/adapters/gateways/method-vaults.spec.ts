import { readGiven } from '@holdfast/config';
import { type Sandbox, startSandbox } from '../../../../../apps/sandbox/src/server.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { MemoryVault } from '../../../../../test/support/memory-vault.js';
import { keepsAsPromised, keepsNoLies, keepsThroughTheNetwork, type RemoteVaultSubject } from '../../../../../test/support/method-vault-contract.js';
import { GuardedPaymentGateway } from './guarded-payment-gateway.js';
import { ManualPaymentGateway } from './manual-payment-gateway.js';
import { PayPalPaymentGateway } from './paypal/paypal-payment-gateway.js';
import { StripePaymentGateway } from './stripe-payment-gateway.js';

let database: TestDatabase;
let sandbox: Sandbox;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startSandbox({ port: 0, databaseUrl: database.url, logLevel: 'silent' });
});
afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const gateway = (apiBase = sandbox.url, timeoutMs = 600) => new StripePaymentGateway({ secretKey: 'sk_test_sandbox', apiBase, timeoutMs });

const stripe: RemoteVaultSubject = {
  open: (apiBase, timeoutMs) => gateway(apiBase, timeoutMs).vault,
  sandbox: () => sandbox.url,
  keeps: 'pm_card_visa',
  card: { brand: 'visa', last4: '4242' },
  asks: 'pm_card_threeDSecure2Required',
  declines: ['pm_card_visa_chargeDeclined', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_nobody'],
  decide: (result, what) => fetch(`${sandbox.url}/3ds/${(result as { reference: string }).reference}/${what}`, { method: 'POST' }),
  setups: async (payer) => {
    const { setup_intents: all } = (await (await fetch(`${sandbox.url}/_sandbox/vault`)).json()) as { setup_intents: { customer: string }[] };
    return all.filter(({ customer }) => customer === payer).length;
  },
  settingUp: (method, path) => method === 'POST' && path === '/v1/setup_intents',
  facts: [
    ['status'], ['object'], ['metadata'], ['metadata', 'holdfast_method'], ['customer'], ['payment_method'], ['payment_method', 'customer'], ['payment_method', 'object'],
    ['payment_method', 'card'],
  ],
  faces: [['brand', 'Visa 4242424242424242'], ['brand', null], ['last4', '4242424242424242'], ['last4', 4242], ['exp_month', 13], ['exp_month', 1.5], ['exp_year', 30]],
  face: ['payment_method', 'card'],
  cuts: 2,
};

describe('a vault in memory', () => {
  let vault: MemoryVault;
  beforeEach(() => void (vault = new MemoryVault()));
  keepsAsPromised({
    open: () => vault, keeps: 'keeps', card: { brand: 'visa', last4: '4242' }, asks: 'asks', declines: ['declines'],
    decide: (result, what) => Promise.resolve(vault.decide(result, what)),
  });
});

describe("Stripe's vault", () => {
  keepsAsPromised(stripe);
  keepsThroughTheNetwork(stripe);
  keepsNoLies(stripe);
});

describe("Stripe's vault behind its guard", () => {
  keepsAsPromised({ ...stripe, open: (apiBase, timeoutMs) => new GuardedPaymentGateway(gateway(apiBase, timeoutMs), { concurrency: 10, breakerCalls: 0 }).vault! });
});

describe('a gateway', () => {
  it('has a vault exactly where it says that it keeps means of payment', () => {
    const paypal = new PayPalPaymentGateway({ clientId: 'sandbox', clientSecret: 'sandbox', apiBase: sandbox.url, timeoutMs: 600 });
    const all = [new ManualPaymentGateway(), paypal, gateway()];

    expect(all.map(({ name, capabilities, vault }) => [name, capabilities.savedMethods, vault !== null])).toEqual([
      ['manual', false, false], ['paypal', false, false], ['stripe', true, true],
    ]);
  });

  it('that is left alone keeps nothing either', async () => {
    const { vault } = new GuardedPaymentGateway(gateway('http://127.0.0.1:1'), { concurrency: 10, breakerCalls: 2, pauseMs: 60_000 });
    for (let call = 1; call <= 2; call++) await vault!.enroll('cus_01h455vb4pex5vsknk084sn02q');

    expect(await vault!.enroll('cus_01h455vb4pex5vsknk084sn02q')).toEqual({ outcome: 'not_sent', code: 'gateway-circuit-open' });
  });
});

const { STRIPE_TEST_SECRET_KEY: secretKey, STRIPE_TEST_API_BASE: apiBase } = readGiven(['STRIPE_TEST_SECRET_KEY', 'STRIPE_TEST_API_BASE']);

(secretKey && apiBase ? describe : describe.skip)("Stripe's own vault, in test mode (skipped unless STRIPE_TEST_SECRET_KEY and STRIPE_TEST_API_BASE are set)", () => {
  const { decide: _nobody, ...elsewhere } = stripe;
  keepsAsPromised({ ...elsewhere, open: () => new StripePaymentGateway({ secretKey: secretKey!, apiBase: apiBase!, timeoutMs: 20_000 }).vault });
});

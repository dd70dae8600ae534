import { readGiven } from '@holdfast/config';
import { newId } from '@holdfast/kernel';
import { type Sandbox, startSandbox } from '../../../../../apps/sandbox/src/server.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { FakeGateway } from '../../../../../test/support/fake-gateway.js';
import { booksOf, payPalBooksOf } from '../../../../../test/support/gateway.js';
import { showsItsBooks } from '../../../../../test/support/gateway-books-contract.js';
import { ManualPaymentGateway } from './manual-payment-gateway.js';
import { answersAsPromised, authorization, believesNoLies, type RemoteSubject, survivesTheNetwork } from '../../../../../test/support/payment-gateway-contract.js';
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

const stripe: RemoteSubject = {
  open: (apiBase = sandbox.url, timeoutMs = 600) => new StripePaymentGateway({ secretKey: 'sk_test_sandbox', apiBase, timeoutMs }),
  sandbox: () => sandbox.url,
  pays: 'pm_card_visa',
  declines: ['pm_card_visa_chargeDeclined', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_nobody'],
  currencies: [['EUR', 1_999], ['JPY', 1_999], ['KWD', 12_340]],
  charged: async (checkoutId) => (await booksOf(sandbox.url, checkoutId)).charges.map(({ amount_captured }) => amount_captured),
  charging: (method, path) => method === 'POST' && path === '/v1/payment_intents',
  facts: [['amount'], ['currency'], ['status'], ['object'], ['metadata', 'holdfast_operation'], ['metadata']],
  asksForToken: false,
  cuts: 2,
};

describe('the manual gateway', () => {
  answersAsPromised({ open: () => new ManualPaymentGateway(), pays: 'transfer', declines: [], currencies: stripe.currencies });
});

describe('Stripe', () => {
  answersAsPromised(stripe);
  survivesTheNetwork(stripe);
  showsItsBooks(stripe);
  believesNoLies(stripe);

  it.each([
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_nobody', 'resource_missing'],
  ])('says in its own words why %s is declined', async (method, code) => {
    expect(await stripe.open().execute(authorization({ method }))).toMatchObject({ outcome: 'declined', code });
  });

  it.each(['succeed', 'fail'] as const)('tells of a refund that the bank has not taken yet, and what the bank makes of it: %s', async (verb) => {
    const [gateway, call] = [stripe.open(), authorization({ method: 'pm_card_pendingRefund' })];
    const { reference } = (await gateway.execute(call)) as { reference: string };
    const refund = { ...call, key: newId('op'), kind: 'refund' as const, reference };

    const pending = await gateway.execute(refund);
    const own = (pending as { own: string }).own;
    await fetch(`${sandbox.url}/_sandbox/refunds/${own}/${verb}`, { method: 'POST' });
    const settled = await gateway.find({ ...refund, own });

    expect(pending).toEqual({ outcome: 'pending', code: 'refund-pending', own: expect.stringMatching(/^re_/) });
    expect(settled).toMatchObject(verb === 'succeed' ? { outcome: 'succeeded', amount: 1_999, own } : { outcome: 'declined', code: 'expired_or_canceled_card', own });
    expect((await gateway.observe(reference))!.refunds).toMatchObject([{ reference: own, result: settled }]);
  });

  it('does not know when the first call was cut and nobody listened for its repeat', async () => {
    const gateway = await FakeGateway.listen();
    gateway.reply = (response) => {
      gateway.stopListening();
      response.socket?.destroy();
    };

    const result = await stripe.open(gateway.url).execute(authorization());
    await gateway.close();

    expect(gateway.questions).toHaveLength(1);
    expect(result.outcome).toBe('unknown');
  });
});

const paypal: RemoteSubject = {
  open: (apiBase = sandbox.url, timeoutMs = 600) => new PayPalPaymentGateway({ clientId: 'sandbox', clientSecret: 'sandbox', apiBase, timeoutMs }),
  sandbox: () => sandbox.url,
  pays: 'vault-approved',
  declines: ['vault-declined', 'vault-nobody'],
  currencies: [['EUR', 1_999], ['JPY', 1_999], ['HUF', 250_000], ['TWD', 100], ['USD', 100_000]],
  charged: async (checkoutId) => (await payPalBooksOf(sandbox.url, checkoutId)).captures.map(({ amount }) => amount),
  charging: (method, path) => method === 'POST' && path === '/v2/checkout/orders',
  facts: [
    ['status'], ['intent'], ['purchase_units'], ['purchase_units', 0, 'custom_id'], ['purchase_units', 0, 'amount'], ['purchase_units', 0, 'amount', 'value'],
    ['purchase_units', 0, 'amount', 'currency_code'], ['purchase_units', 0, 'payments'], ['purchase_units', 0, 'payments', 'captures'],
    ['purchase_units', 0, 'payments', 'captures', 0, 'status'], ['purchase_units', 0, 'payments', 'captures', 0, 'amount', 'value'],
    ['purchase_units', 0, 'payments', 'captures', 0, 'amount', 'currency_code'],
  ],
  asksForToken: true,
  cuts: 1,
};

describe('PayPal', () => {
  answersAsPromised(paypal);
  survivesTheNetwork(paypal);
  showsItsBooks(paypal);
  believesNoLies(paypal);
});

const { PAYPAL_TEST_CLIENT_ID: clientId, PAYPAL_TEST_CLIENT_SECRET: clientSecret, PAYPAL_TEST_VAULT_ID: vaultId } = readGiven([
  'PAYPAL_TEST_CLIENT_ID', 'PAYPAL_TEST_CLIENT_SECRET', 'PAYPAL_TEST_VAULT_ID',
]);

(clientId && clientSecret && vaultId ? describe : describe.skip)("PayPal's own sandbox (skipped unless PAYPAL_TEST_CLIENT_ID, PAYPAL_TEST_CLIENT_SECRET and PAYPAL_TEST_VAULT_ID are set)", () => {
  const settings = { clientId: clientId!, clientSecret: clientSecret!, apiBase: 'https://api-m.sandbox.paypal.com', timeoutMs: 20_000 };
  answersAsPromised({ ...paypal, open: () => new PayPalPaymentGateway(settings), pays: vaultId!, declines: ['vault-nobody'] });
});

const { STRIPE_TEST_SECRET_KEY: secretKey, STRIPE_TEST_API_BASE: apiBase } = readGiven(['STRIPE_TEST_SECRET_KEY', 'STRIPE_TEST_API_BASE']);

(secretKey && apiBase ? describe : describe.skip)('Stripe itself, in test mode (skipped unless STRIPE_TEST_SECRET_KEY and STRIPE_TEST_API_BASE are set)', () => {
  answersAsPromised({ ...stripe, open: () => new StripePaymentGateway({ secretKey: secretKey!, apiBase: apiBase!, timeoutMs: 20_000 }) });
});

import { existsSync, readFileSync } from 'node:fs';
import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

// Samples of Stripe's OpenAPI repository; they lie beside the checkout and are not part of it.
const SAMPLES = new URL('../../../../shared/data/stripe-fixtures3.json', import.meta.url);
const present = existsSync(SAMPLES);
const suite = present ? describe : describe.skip;
const name = present
  ? "an object has every key of Stripe's sample, of the same kind"
  : "an object is shaped like Stripe's sample (skipped: stripe-fixtures3.json is absent)";

suite(name, () => {
  let sandbox: SandboxUnderTest;
  beforeAll(async () => {
    sandbox = await sandboxUnderTest(await createTestDatabase());
  });
  afterAll(() => sandbox.stop());

  const sample = (kind: string) => JSON.parse(readFileSync(SAMPLES, 'utf8')).resources[kind];

  it('paid intent, charge, refund, balance and its booking', async () => {
    const expand = ['latest_charge.balance_transaction'];
    const intent: any = await sandbox.stripe.paymentIntents.create({ ...PAID, expand });
    const refund = await sandbox.stripe.refunds.create({ payment_intent: intent.id });
    const charge = intent.latest_charge;
    const balance = await sandbox.stripe.balance.retrieve();

    expect(differences(intent, sample('payment_intent'))).toEqual([]);
    const plain = await sandbox.stripe.charges.retrieve(charge.id);
    expect(differences(plain, sample('charge'))).toEqual([]);
    expect(differences(charge.balance_transaction, sample('balance_transaction'))).toEqual([]);
    expect(differences(refund, sample('refund'))).toEqual([]);
    expect(differences(balance, sample('balance'))).toEqual([]);
  });

  it('intents that wait, are canceled or declined', async () => {
    const create = (payment_method: string) =>
      sandbox.stripe.paymentIntents.create({ ...PAID, payment_method });
    const waiting = await create('pm_card_authenticationRequired');
    const { payment_intent: declined, charge } = await rejection(
      create('pm_card_visa_chargeDeclined'),
    );
    const canceled = await sandbox.stripe.paymentIntents.cancel(waiting.id);

    for (const intent of [waiting, declined, canceled]) {
      expect(differences(intent, sample('payment_intent'))).toEqual([]);
    }
    expect(differences(await sandbox.stripe.charges.retrieve(charge), sample('charge'))).toEqual(
      [],
    );
    const method = declined.last_payment_error.payment_method;
    // The sample's metadata are somebody's own.
    const { metadata: _, ...common } = sample('payment_method');
    expect(differences(method, common)).toEqual([]);
  });

  it('customer and what is kept for them', async () => {
    const customer = await sandbox.stripe.customers.create();
    const setup: any = await sandbox.stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: PAID.automatic_payment_methods,
      expand: ['payment_method'],
    });
    const { metadata: _, ...method } = sample('payment_method');

    expect(differences(customer, sample('customer'))).toEqual([]);
    expect(differences({ ...setup, payment_method: setup.payment_method.id }, sample('setup_intent'))).toEqual([]);
    expect(differences(setup.payment_method, method)).toEqual([]);
  });

  it('and a sample with another key or kind would be noticed', () => {
    expect(differences({ a: 1, b: [{ c: '' }] }, { a: '', b: [{ c: '', d: 1 }], e: null })).toEqual(
      ['a: number instead of string', 'b[0].d is missing', 'e is missing'],
    );
  });
});

/** Where the object differs from the sample; null stands for any kind on either side. */
function differences(actual: any, sample: any, at = ''): string[] {
  if (actual === null || sample === null) return [];
  if (kindOf(actual) !== kindOf(sample))
    return [`${at}: ${kindOf(actual)} instead of ${kindOf(sample)}`];
  if (Array.isArray(sample)) {
    return actual.flatMap((item: any, n: number) =>
      sample[0] === undefined ? [] : differences(item, sample[0], `${at}[${n}]`),
    );
  }
  if (typeof sample !== 'object') return [];
  return Object.keys(sample).flatMap((key) => {
    const path = at === '' ? key : `${at}.${key}`;
    return key in actual ? differences(actual[key], sample[key], path) : [`${path} is missing`];
  });
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

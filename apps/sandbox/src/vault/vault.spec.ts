import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '../../../../test/support/database.js';
import { CARDS_ONLY, PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from '../sandbox-under-test.js';

describe('what is kept for a customer', () => {
  let sandbox: SandboxUnderTest;
  let customer: string;
  beforeAll(async () => {
    sandbox = await sandboxUnderTest(await createTestDatabase());
  });
  beforeEach(async () => {
    customer = (await sandbox.stripe.customers.create({ metadata: { who: 'cus_1' } })).id;
  });
  afterAll(() => sandbox.stop());

  const setUp = (payment_method = 'pm_card_visa', more: object = {}, idempotencyKey?: string) =>
    sandbox.stripe.setupIntents.create(
      { customer, payment_method, confirm: true, usage: 'on_session', automatic_payment_methods: CARDS_ONLY, ...more },
      idempotencyKey ? { idempotencyKey } : undefined,
    );
  const decide = (id: string, what: string) => fetch(`${sandbox.url}/3ds/${id}/${what}`, { method: 'POST' });
  const told = async (about: string) =>
    (await sandbox.control('events')).events.filter((event: any) => event.payment_intent === about).map(({ type }: any) => type);
  const pay = (payment_method: string, payer: string | undefined = customer) =>
    sandbox.stripe.paymentIntents.create({ ...PAID, payment_method, ...(payer ? { customer: payer } : {}) });

  it('is set up without a charge, and pays then', async () => {
    const setup = await setUp('pm_card_visa', { expand: ['payment_method'] });

    expect(setup).toMatchObject({ status: 'succeeded', customer, payment_method: { customer, card: { brand: 'visa', last4: '4242', exp_month: 12 } } });
    const method = (setup.payment_method as { id: string }).id;
    expect((await sandbox.stripe.paymentMethods.list({ customer })).data.map(({ id }) => id)).toEqual([method]);
    expect((await sandbox.control('books')).charges).toEqual([]);
    expect(await pay(method)).toMatchObject({ status: 'succeeded', customer, payment_method: method });
    expect([await told(setup.id), await told(method)]).toEqual([['setup_intent.succeeded'], ['payment_method.attached']]);
  });

  it('is one for one key', async () => {
    const key = randomUUID();
    const [one, two] = [await setUp('pm_card_visa', {}, key), await setUp('pm_card_visa', {}, key)];

    expect(one.id).toBe(two.id);
    expect((await sandbox.stripe.setupIntents.list({ customer })).data).toHaveLength(1);
  });

  it.each([['approve', 'succeeded', 1, 'succeeded'], ['decline', 'requires_payment_method', 0, 'setup_failed']])('waits for its shopper, who may %s', async (what, status, kept, type) => {
    const waiting = await setUp('pm_card_authenticationRequiredOnSetup', { return_url: 'https://shop.test/back' });
    expect(waiting).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url', redirect_to_url: { url: `${sandbox.url}/3ds/${waiting.id}` } } });
    expect((await sandbox.stripe.paymentMethods.list({ customer })).data).toEqual([]);

    const page = await (await fetch(`${sandbox.url}/3ds/${waiting.id}`)).text();
    const answer = await decide(waiting.id, what);

    expect([page.includes('keep your card'), answer.status]).toEqual([true, 200]);
    expect(await sandbox.stripe.setupIntents.retrieve(waiting.id)).toMatchObject({ status, next_action: null });
    expect((await sandbox.stripe.paymentMethods.list({ customer })).data).toHaveLength(kept);
    expect(await told(waiting.id)).toEqual(['setup_intent.requires_action', `setup_intent.${type}`]);
    expect((await decide(waiting.id, what)).status).toBe(400);
  });

  it('asks its shopper once or always, as the card is', async () => {
    const kept = async (card: string) => {
      const { id, payment_method } = await setUp(card);
      await decide(id, 'approve');
      return payment_method as string;
    };

    expect((await pay(await kept('pm_card_authenticationRequiredOnSetup'))).status).toBe('succeeded');
    expect((await pay(await kept('pm_card_threeDSecure2Required'))).status).toBe('requires_action');
    expect((await pay('pm_card_authenticationRequiredOnSetup')).status).toBe('requires_action');
  });

  it('is nothing where the card declines, or pays nothing where it declines later', async () => {
    const refused = await rejection(setUp('pm_card_visa_chargeDeclined'));
    expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined', setup_intent: { status: 'requires_payment_method', payment_method: null } });
    expect(await told(refused.setup_intent.id)).toEqual(['setup_intent.setup_failed']);

    const { payment_method } = await setUp('pm_card_chargeCustomerFail');
    expect(await rejection(pay(payment_method as string))).toMatchObject({ statusCode: 402, decline_code: 'generic_decline' });
  });

  it('is canceled before it is there, and not after', async () => {
    const waiting = await setUp('pm_card_threeDSecure2Required');

    expect(await sandbox.stripe.setupIntents.cancel(waiting.id)).toMatchObject({ status: 'canceled' });
    expect((await decide(waiting.id, 'approve')).status).toBe(400);
    expect(await rejection(sandbox.stripe.setupIntents.cancel(waiting.id))).toMatchObject({ code: 'setup_intent_unexpected_state' });
  });

  it('pays for nobody else, and for nobody once it is detached', async () => {
    const method = (await setUp()).payment_method as string;
    const other = (await sandbox.stripe.customers.create()).id;

    expect((await rejection(pay(method, other))).message).toMatch(/does not have a payment method/);
    expect((await rejection(sandbox.stripe.paymentIntents.create({ ...PAID, payment_method: method }))).statusCode).toBe(400);
    expect(await sandbox.stripe.paymentMethods.detach(method)).toMatchObject({ customer: null });
    expect((await rejection(pay(method))).message).toMatch(/may not be used again/);
    expect((await rejection(sandbox.stripe.paymentMethods.detach(method))).message).toMatch(/not attached/);
    expect(await told(method)).toEqual(['payment_method.attached', 'payment_method.detached']);
  });

  it('can be attached without a setup', async () => {
    const { id } = await sandbox.stripe.paymentMethods.attach('pm_card_mastercard', { customer });

    expect(await sandbox.stripe.paymentMethods.retrieve(id)).toMatchObject({ customer, card: { last4: '4444' } });
    expect(await rejection(sandbox.stripe.paymentMethods.attach(id, { customer: 'cus_nobody' }))).toMatchObject({ statusCode: 400 });
    expect((await sandbox.control('vault')).payment_methods).toEqual(expect.arrayContaining([expect.objectContaining({ id, customer })]));
  });
});

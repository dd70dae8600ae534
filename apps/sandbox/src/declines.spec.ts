import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

describe('a declined card', () => {
  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ['pm_card_visa_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
  ])('%s answers 402 %s (%s)', async (payment_method, code, decline) => {
    const error = await rejection(
      sandbox.stripe.paymentIntents.create({ ...PAID, payment_method }),
    );

    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
    expect(error.raw.decline_code).toBe(decline);
    expect(error.charge).toMatch(/^ch_/);
    const intent = await sandbox.stripe.paymentIntents.retrieve(error.payment_intent.id);
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: error.charge,
      last_payment_error: { code, payment_method: { object: 'payment_method' } },
      amount_received: 0,
    });
    const charge = await sandbox.stripe.charges.retrieve(error.charge);
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
  });

  it('leaves the intent open for another card', async () => {
    const bad = { ...PAID, payment_method: 'pm_card_visa_chargeDeclined' };
    const { payment_intent } = await rejection(sandbox.stripe.paymentIntents.create(bad));

    const good = { payment_method: 'pm_card_amex' };
    const intent = await sandbox.stripe.paymentIntents.confirm(payment_intent.id, good);

    expect(intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  it('that does not exist is a missing resource', async () => {
    const params = { ...PAID, payment_method: 'pm_card_nobody' };

    const error = await rejection(sandbox.stripe.paymentIntents.create(params));

    expect(error).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payment_method',
    });
  });
});

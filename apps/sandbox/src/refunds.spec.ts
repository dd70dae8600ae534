import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

describe('a refund', () => {
  it('gives back a part, then the rest, then nothing more', async () => {
    const { id } = await sandbox.stripe.paymentIntents.create({ ...PAID, currency: 'usd' });

    const part = await sandbox.stripe.refunds.create({
      payment_intent: id,
      amount: 1000,
      reason: 'requested_by_customer',
      metadata: { operation: 'op_2' },
      expand: ['charge'],
    });
    const most = { payment_intent: id, amount: 1501 };
    const tooMuch = await rejection(sandbox.stripe.refunds.create(most));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
    const rest = await sandbox.stripe.refunds.create({ payment_intent: id });

    expect(part).toMatchObject({
      amount: 1000,
      status: 'succeeded',
      charge: { amount_refunded: 1000 },
    });
    expect(rest.amount).toBe(1500);
    const charge = await sandbox.stripe.charges.retrieve(rest.charge as string);
    expect(charge).toMatchObject({ amount_refunded: 2500, refunded: true });
    expect(await sandbox.stripe.refunds.retrieve(part.id)).toMatchObject({
      metadata: { operation: 'op_2' },
    });
    const more = await rejection(sandbox.stripe.refunds.create({ payment_intent: id }));
    expect(more.code).toBe('charge_already_refunded');
    const { available } = await sandbox.stripe.balance.retrieve();
    // The fee is not given back.
    expect(available).toContainEqual({ amount: -63, currency: 'usd', source_types: { card: -63 } });
  });

  it('never exceeds the capture, 50 at a time', async () => {
    const { id } = await sandbox.stripe.paymentIntents.create(PAID);

    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        sandbox.stripe.refunds.create({ payment_intent: id, amount: 700 }),
      ),
    );

    const { payment_intents, refunds } = await sandbox.control('books');
    const ours = refunds.filter((refund: any) => refund.payment_intent === id);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(ours.map(({ amount }: any) => amount)).toEqual([700, 700, 700]);
    expect(payment_intents.find((intent: any) => intent.id === id).amount_refunded).toBe(2100);
  });

  it('is refused while nothing is captured', async () => {
    const held = await sandbox.stripe.paymentIntents.create({ ...PAID, capture_method: 'manual' });

    const refused = await rejection(sandbox.stripe.refunds.create({ payment_intent: held.id }));

    expect(refused).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
    expect(refused.message).toContain('does not have a successful charge to refund');
  });
});

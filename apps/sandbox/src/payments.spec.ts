import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

const HELD = { ...PAID, capture_method: 'manual' } as const;
const balance = async (currency: string) => {
  const { available } = await sandbox.stripe.balance.retrieve();
  return available.find((fund) => fund.currency === currency)?.amount ?? 0;
};

describe('a payment', () => {
  it('is taken at once by creating and confirming an intent', async () => {
    const intent = await sandbox.stripe.paymentIntents.create({
      ...PAID,
      currency: 'chf',
      description: 'Order 7',
      metadata: { operation: 'op_1' },
      expand: ['latest_charge.balance_transaction'],
    });

    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2500,
      amount_capturable: 0,
    });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      captured: true,
      amount_captured: 2500,
      payment_intent: intent.id,
      metadata: { operation: 'op_1' },
      balance_transaction: { object: 'balance_transaction', amount: 2500, net: 2437, fee: 63 },
    });
    expect(await balance('chf')).toBe(2437);
    const charge = intent.latest_charge as { id: string };
    expect(await sandbox.stripe.charges.retrieve(charge.id)).toMatchObject({ id: charge.id });
    expect(await sandbox.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      latest_charge: charge.id,
      description: 'Order 7',
    });
  });

  it('may be created first and confirmed later', async () => {
    const { confirm: _, payment_method: __, ...params } = PAID;
    const created = await sandbox.stripe.paymentIntents.create(params);
    expect(created.status).toBe('requires_payment_method');
    const nothing = await rejection(sandbox.stripe.paymentIntents.confirm(created.id));
    expect(nothing.code).toBe('payment_intent_unexpected_state');

    const method = { payment_method: 'pm_card_mastercard' };
    const confirmed = await sandbox.stripe.paymentIntents.confirm(created.id, method);

    expect(confirmed.status).toBe('succeeded');
    const again = await rejection(sandbox.stripe.paymentIntents.confirm(created.id, method));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(again.payment_intent.id).toBe(created.id);
  });

  it('is authorized, then captured in part, once', async () => {
    const held = await sandbox.stripe.paymentIntents.create({ ...HELD, currency: 'sek' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2500 });
    expect(await balance('sek')).toBe(0);
    const tooMuch = sandbox.stripe.paymentIntents.capture(held.id, { amount_to_capture: 2501 });
    expect(await rejection(tooMuch)).toMatchObject({ code: 'amount_too_large' });

    const part = { amount_to_capture: 1000, expand: ['latest_charge'] };
    const captured = await sandbox.stripe.paymentIntents.capture(held.id, part);

    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 1000,
      amount_capturable: 0,
    });
    expect(captured.latest_charge).toMatchObject({
      amount: 2500,
      amount_captured: 1000,
      captured: true,
    });
    // What Stripe keeps of it: 1.5 % and 25.
    expect(await balance('sek')).toBe(960);
    const again = await rejection(sandbox.stripe.paymentIntents.capture(held.id));
    expect(again.code).toBe('payment_intent_unexpected_state');
  });

  it('is captured once by 20 captures at a time', async () => {
    const held = await sandbox.stripe.paymentIntents.create({ ...HELD, currency: 'nok' });

    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => sandbox.stripe.paymentIntents.capture(held.id)),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balance('nok')).toBe(2437);
  });

  it('is released by canceling, and then neither captured nor confirmed', async () => {
    const held = await sandbox.stripe.paymentIntents.create(HELD);
    const reason = { cancellation_reason: 'abandoned' } as const;

    const canceled = await sandbox.stripe.paymentIntents.cancel(held.id, reason);

    expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0, ...reason });
    for (const call of ['capture', 'confirm', 'cancel'] as const) {
      const refused = await rejection(sandbox.stripe.paymentIntents[call](held.id));
      expect(refused.code).toBe('payment_intent_unexpected_state');
    }
  });

  it('is found by its metadata and in pages, newest first', async () => {
    const create = (order: string) =>
      sandbox.stripe.paymentIntents.create({ ...PAID, metadata: { order, shop: "O'Neil" } });
    const first = await create('a');
    const second = await create('b');

    const found = await sandbox.stripe.paymentIntents.search({
      query: "metadata['order']:'a' AND metadata[\"shop\"]:\"O'Neil\"",
    });
    const page = await sandbox.stripe.paymentIntents.list({
      limit: 1,
      starting_after: second.id,
      created: { gte: first.created },
      expand: ['data.latest_charge'],
    });

    expect(found.data.map(({ id }) => id)).toEqual([first.id]);
    expect(page.data.map(({ id }) => id)).toEqual([first.id]);
    expect(page.data[0]?.latest_charge).toMatchObject({ object: 'charge' });
    const none = await sandbox.stripe.paymentIntents.list({ created: { lt: 1 } });
    expect(none).toMatchObject({ data: [], has_more: false });
  });
});

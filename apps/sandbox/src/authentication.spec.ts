import { createTestDatabase } from '../../../test/support/database.js';
import { PAID, rejection, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

const CHALLENGED = { ...PAID, payment_method: 'pm_card_authenticationRequired' };
const RETURN = 'https://shop.example/back?cart=1';
const click = (id: string, decision: string) =>
  fetch(`${sandbox.url}/3ds/${id}/${decision}`, {
    method: 'POST',
    body: new URLSearchParams(),
    redirect: 'manual',
  });
const decide = (id: string, decision: string) =>
  fetch(`${sandbox.url}/3ds/${id}/${decision}`, { method: 'POST' });

describe('a card that wants its holder to authenticate', () => {
  it.each([
    ['automatic', 'succeeded'],
    ['manual', 'requires_capture'],
  ] as const)(
    'moves on with %s capture once the shopper approves',
    async (capture_method, status) => {
      const params = { ...CHALLENGED, capture_method, return_url: RETURN };
      const waiting = await sandbox.stripe.paymentIntents.create(params);
      const action = waiting.next_action?.redirect_to_url;
      expect(waiting).toMatchObject({ status: 'requires_action', latest_charge: null });
      expect(action).toEqual({ return_url: RETURN, url: `${sandbox.url}/3ds/${waiting.id}` });
      expect(await (await fetch(action?.url ?? '')).text()).toContain('Approve');

      const sent = await click(waiting.id, 'approve');

      const back = new URL(sent.headers.get('location') ?? '');
      expect(sent.status).toBe(303);
      expect(back.origin + back.pathname).toBe('https://shop.example/back');
      expect(Object.fromEntries(back.searchParams)).toMatchObject({
        cart: '1',
        payment_intent: waiting.id,
        redirect_status: 'succeeded',
      });
      const intent = await sandbox.stripe.paymentIntents.retrieve(waiting.id, {
        expand: ['latest_charge'],
      });
      expect(intent).toMatchObject({ status, next_action: null, latest_charge: { amount: 2500 } });
      expect((await click(waiting.id, 'approve')).headers.get('location')).toBe(back.href);
    },
  );

  it('is back at the start when the shopper declines', async () => {
    const waiting = await sandbox.stripe.paymentIntents.create({
      ...CHALLENGED,
      return_url: RETURN,
    });

    const sent = await click(waiting.id, 'decline');

    expect(sent.headers.get('location')).toContain('redirect_status=failed');
    expect(await sandbox.stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
      latest_charge: null,
    });
  });

  it('answers scripts in JSON, and refuses to settle twice', async () => {
    const params = { ...CHALLENGED, payment_method: 'pm_card_threeDSecure2Required' };
    const waiting = await sandbox.stripe.paymentIntents.create(params);
    expect(waiting.next_action?.type).toBe('use_stripe_sdk');

    const approved = await decide(waiting.id, 'approve');

    expect(await approved.json()).toMatchObject({ id: waiting.id, status: 'succeeded' });
    expect((await decide(waiting.id, 'decline')).status).toBe(400);
    expect((await decide('pi_nobody', 'approve')).status).toBe(404);
  });

  it('charges once when 10 approvals race', async () => {
    const waiting = await sandbox.stripe.paymentIntents.create(CHALLENGED);

    await Promise.all(Array.from({ length: 10 }, () => decide(waiting.id, 'approve')));

    const { charges } = await sandbox.control('books');
    expect(charges.filter((charge: any) => charge.payment_intent === waiting.id)).toHaveLength(1);
  });

  it('is declined when the holder is absent', async () => {
    const absent = sandbox.stripe.paymentIntents.create({ ...CHALLENGED, off_session: true });

    expect(await rejection(absent)).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
    });
  });

  it('can be canceled while it waits, and approved no more', async () => {
    const waiting = await sandbox.stripe.paymentIntents.create(CHALLENGED);

    const canceled = await sandbox.stripe.paymentIntents.cancel(waiting.id);

    expect(canceled).toMatchObject({ status: 'canceled', next_action: null });
    expect((await decide(waiting.id, 'approve')).status).toBe(400);
  });
});

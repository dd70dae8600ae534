import { createTestDatabase } from '../../../test/support/database.js';
import { type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

const GOOD = 'currency=eur&payment_method_types[]=card';
const create = async (form: string, headers?: Record<string, string>) => {
  const response = await sandbox.send('/v1/payment_intents', form, headers);
  const { error }: any = await response.json();
  return { status: response.status, ...error };
};

describe('parameters that cannot be used', () => {
  it.each([
    ['no amount', GOOD, { param: 'amount', code: 'parameter_missing' }],
    ['no currency', 'amount=900', { param: 'currency', code: 'parameter_missing' }],
    ['an unknown currency', 'amount=900&currency=xyz', { param: 'currency' }],
    [
      'a negative amount',
      `amount=-5&${GOOD}`,
      { param: 'amount', code: 'parameter_invalid_integer' },
    ],
    ['a fraction', `amount=9.5&${GOOD}`, { param: 'amount', code: 'parameter_invalid_integer' }],
    ['an exponent', `amount=9e3&${GOOD}`, { param: 'amount', code: 'parameter_invalid_integer' }],
    ['too little', `amount=49&${GOOD}`, { param: 'amount', code: 'amount_too_small' }],
    ['too much', `amount=100000000&${GOOD}`, { param: 'amount', code: 'amount_too_large' }],
    ['a huge amount', `amount=${'9'.repeat(400)}&${GOOD}`, { code: 'parameter_invalid_integer' }],
    ['an amount that is an object', `amount[x]=1&${GOOD}`, { param: 'amount' }],
    [
      'an unknown parameter',
      `amount=900&${GOOD}&foo=1`,
      { param: 'foo', code: 'parameter_unknown' },
    ],
    [
      'a nested unknown',
      'amount=900&currency=eur&automatic_payment_methods[x]=1',
      { param: 'automatic_payment_methods[x]' },
    ],
    ['a prototype', `amount=900&${GOOD}&__proto__[x]=1`, { code: 'parameter_unknown' }],
    ['an unclosed bracket', `amount=900&${GOOD}&metadata[a=1`, { type: 'invalid_request_error' }],
    [
      'a value and an object',
      `amount=900&${GOOD}&metadata=1&metadata[a]=1`,
      { param: 'metadata[a]' },
    ],
    ['a NUL', `amount=900&${GOOD}&description=a%00b`, { type: 'invalid_request_error' }],
    [
      'long metadata',
      `amount=900&${GOOD}&metadata[k]=${'x'.repeat(501)}`,
      { param: 'metadata[k]' },
    ],
    ['a bad flag', `amount=900&${GOOD}&confirm=maybe`, { param: 'confirm' }],
    ['a script as address', `amount=900&${GOOD}&return_url=javascript:1`, { param: 'return_url' }],
    ['a strange expansion', `amount=900&${GOOD}&expand[]=constructor`, { param: 'expand' }],
    [
      'no card to confirm',
      `amount=900&${GOOD}&confirm=true`,
      { code: 'payment_intent_unexpected_state' },
    ],
    [
      'no way back',
      'amount=900&currency=eur&confirm=true&payment_method=pm_card_visa',
      { message: expect.stringContaining('return_url') },
    ],
    ['junk', '%%%&&&===&[]=[]', { type: 'invalid_request_error' }],
  ])('%s', async (_, form, expected) => {
    expect(await create(form)).toMatchObject({ status: 400, ...expected });
  });

  it('another kind of body', async () => {
    expect((await create('{"amount":900}', { 'content-type': 'application/json' })).status).toBe(
      400,
    );
    expect((await create('amount=900', { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await create(`amount=900&description=${'x'.repeat(300_000)}`)).status).toBe(400);
    expect(
      (await create(`amount=900&${GOOD}`, { 'idempotency-key': 'k'.repeat(256) })).status,
    ).toBe(400);
  });

  it('leave no trace in the books', async () => {
    expect(await sandbox.control('books')).toMatchObject({ payment_intents: [], charges: [] });
  });
});

describe('a call that goes nowhere', () => {
  it.each(['/v1/customers', '/v1/payment_intents/pi_1/foo', '/nowhere', '/v1/%ZZ'])(
    '%s',
    async (path) => {
      const response = await sandbox.send(path, undefined);

      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    },
  );

  it.each(['pi_nobody', '%00', 'x%27--'])('an intent called %s', async (id) => {
    const response = await sandbox.send(`/v1/payment_intents/${id}`, undefined);

    expect([400, 404]).toContain(response.status);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it.each([
    ['', 401],
    ['Bearer sk_live_secret123', 401],
    ['Bearer pk_test_1', 401],
    ['Bearer sk_test_any', 200],
  ])('with the authorization "%s" answers %i', async (authorization, status) => {
    const response = await sandbox.send('/v1/balance', undefined, {
      authorization,
      'stripe-version': '2020-08-27',
    });

    expect(response.status).toBe(status);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(response.headers.get('stripe-version')).toBe('2020-08-27');
    expect(await response.text()).not.toContain('secret123');
  });
});

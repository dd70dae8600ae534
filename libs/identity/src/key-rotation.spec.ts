import { AccountsUnderTest } from './accounts-under-test.js';
import { type IdentityUnderTest, startIdentity } from './identity-under-test.js';

const kidOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;

describe('the rotation of signing keys', () => {
  let accounts: AccountsUnderTest;
  const others: IdentityUnderTest[] = [];

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(async () => {
    for (const other of others) await other.stop();
    await accounts.stop();
  });

  /** Another process of the same shop, which reads the keys as they are now. */
  const another = async (): Promise<IdentityUnderTest> => {
    const api = await startIdentity(accounts.database.url);
    others.push(api);
    return api;
  };
  const logIn = async (api: IdentityUnderTest, email: string): Promise<string> =>
    (await api.call('POST', '/v1/sessions', undefined, { email, password: 'three small rain boots' })).body['access_token'];
  const enters = async (api: IdentityUnderTest, token: string): Promise<number> => (await api.call('GET', '/v1/customers/me', token)).status;
  const age = (kid: string, by: string) => accounts.sql(`update identity.signing_keys set created_at = now() - $2::interval where kid = $1`, [kid, by]);
  const kids = async () => (await accounts.sql<{ kid: string }>('select kid from identity.signing_keys order by created_at')).map(({ kid }) => kid);

  it('gives every process time to learn of a key before it signs, and goes on reading the one before', async () => {
    const { email, access: first } = await accounts.loggedIn();
    const old = kidOf(first);
    await age(old, '29 days 1 hour');

    // This one makes the successor; the first one read the keys a moment ago and knows nothing of it.
    const second = await another();
    const meanwhile = await logIn(second, email);
    const [, next] = await kids();
    expect([kidOf(meanwhile), next]).toEqual([old, expect.stringMatching(/^sig_/)]);
    expect(await enters(accounts.api, meanwhile)).toBe(200);

    await age(next!, '121 seconds');
    const third = await another();
    const ripe = await logIn(third, email);
    expect(kidOf(ripe)).toBe(next);
    expect([await enters(second, ripe), await enters(third, first), await enters(third, meanwhile)]).toEqual([200, 200, 200]);
    expect(await kids()).toEqual([old, next]);
  });

  it('reads a key for a day after it has ended, and not longer', async () => {
    const { email, access } = await accounts.loggedIn();
    const kid = kidOf(access);
    await age(kid, '30 days 23 hours');
    const reading = await another();
    const [now, still] = [await logIn(reading, email), await enters(reading, access)];
    await age(kid, '31 days 1 hour');

    expect([kidOf(now) === kid, still, await enters(await another(), access)]).toEqual([false, 200, 401]);
  });

  it('makes one key, however many processes start at once', async () => {
    await accounts.sql('delete from identity.signing_keys');
    const email = await accounts.account();
    const started = await Promise.all([another(), another(), another()]);
    const tokens = await Promise.all(started.map((api) => logIn(api, email)));

    expect(new Set(tokens.map(kidOf)).size).toBe(1);
    expect(await kids()).toHaveLength(1);
  });
});

import { randomUUID } from 'node:crypto';
import { type Claims, OTHER_REDIRECT_URI, REDIRECT_URI } from '../../../../../test/support/openid-provider.js';
import { sql } from '../../../../../test/support/sql.js';
import { newId, toUuid } from '@holdfast/kernel';
import { startIdentity } from '../../identity-under-test.js';
import { codeOf } from '../../staff-under-test.js';
import { AUTHORIZATIONS, type Begun, OpenIdConnectUnderTest, PASSWORD } from '../../openid-connect-under-test.js';

describe('a login at an OpenID provider', () => {
  let shop: OpenIdConnectUnderTest;

  beforeAll(async () => {
    shop = await OpenIdConnectUnderTest.open();
  });
  afterAll(() => shop.close());

  it('is offered by name', async () => {
    expect((await shop.api.call('GET', '/v1/openid-connect/providers')).body).toEqual({ data: [{ name: 'Example ID', issuer: shop.provider.issuer }] });
  });

  it('begins with PKCE, state and nonce, and keeps none of them readable', async () => {
    const begun = await shop.begin();
    const asked = new URL(begun.authorization_url).searchParams;

    expect(begun).toMatchObject({ id: expect.stringMatching(/^oid_/), secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect(Object.fromEntries(asked)).toMatchObject({ client_id: 'shop', response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'openid email profile', code_challenge_method: 'S256' });
    const kept = JSON.stringify(await sql(shop.database.url, `select o::text from identity.openid_authorizations o where id = $1`, [toUuid(begun.id)]));
    for (const value of [begun.secret, asked.get('state')!, asked.get('nonce')!]) expect([value.length >= 43, kept.includes(value)]).toEqual([true, false]);
  });

  it('makes a customer the first time, and finds the same one the next time', async () => {
    const subject = shop.somebody();
    const [first, second] = [await shop.logIn(subject), await shop.logIn(subject)];

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 600, session_id: expect.stringMatching(/^ses_/), refresh_token: expect.stringMatching(/^rt_/) });
    const customer = await shop.me(first.body['access_token']);
    expect(customer).toMatchObject({ email: `${subject}@example.com`, name: 'Ada Lovelace' });
    expect((await shop.me(second.body['access_token']))['id']).toBe(customer['id']);
    const events = `select type from platform.outbox where subject = $1 or payload->>'customer_id' = $2 order by type`;
    expect(await sql(shop.database.url, events, [toUuid(customer['id']), customer['id']])).toEqual([{ type: 'identity.customer-registered.v1' }, { type: 'identity.external-identity-linked.v1' }]);
  });

  it('does not follow an address that changes at the provider', async () => {
    const subject = shop.somebody();
    await shop.logIn(subject);
    shop.provider.knows(subject, { email: `${randomUUID()}@example.com`, email_verified: true });

    expect(await shop.me((await shop.logIn(subject)).body['access_token'])).toMatchObject({ email: `${subject}@example.com` });
  });

  it('opens the account that the verified address has already, whatever its letters', async () => {
    const subject = shop.somebody({ email: `ADA-${randomUUID().toUpperCase()}@Example.com` });
    const { body } = await shop.logIn(subject);
    const email = (await shop.me(body['access_token']))['email'] as string;
    const other = shop.somebody();
    const id = await shop.account(`${other}@example.com`);

    expect(email).toBe(email.toLowerCase());
    expect((await shop.me((await shop.logIn(other)).body['access_token']))['id']).toBe(id);
    expect((await shop.post('/v1/sessions', { email: `${other}@example.com`, password: PASSWORD })).status).toBe(201);
  });

  it.each<[string, Claims]>([
    ['an address that the provider did not verify', { email_verified: false }],
    ['an address of which the provider does not say so', { email_verified: undefined }],
    ['no address', { email: undefined }],
    ['an address that is none', { email: 'ada at example' }],
  ])('is refused with %s, and neither makes nor opens an account', async (_, claims) => {
    const subject = shop.somebody(claims);
    await shop.account(`${subject}@example.com`);
    const before = await sql(shop.database.url, 'select count(*) as n from identity.customers');
    const refused = await shop.logIn(subject);

    expect([refused.status, refused.body['code']]).toEqual([422, 'openid-connect-email-unverified']);
    expect(await sql(shop.database.url, 'select count(*) as n from identity.customers')).toEqual(before);
    expect(await sql(shop.database.url, 'select 1 from identity.external_identities where subject = $1', [subject])).toEqual([]);
  });

  it('does not give an account to the next person at the provider who has its address', async () => {
    const [first, next] = [shop.somebody(), shop.somebody()];
    await shop.logIn(first);
    shop.provider.knows(next, { email: `${first}@example.com`, email_verified: true });
    const refused = await shop.logIn(next);

    expect([refused.status, refused.body['code']]).toEqual([409, 'openid-connect-identity-conflict']);
  });

  it.each<[string, 'linked' | 'unlinked']>([['that was linked', 'linked'], ['of the same address', 'unlinked']])('is refused like a wrong password for a closed account %s', async (_, state) => {
    const subject = shop.somebody();
    if (state === 'linked') await shop.logIn(subject);
    else await shop.account(`${subject}@example.com`);
    await sql(shop.database.url, `update identity.customers set status = 'disabled' where email = $1`, [`${subject}@example.com`]);
    const refused = await shop.logIn(subject);

    expect([refused.status, refused.body['code']]).toEqual([401, 'invalid-credentials']);
  });

  it('makes one customer when the same person comes on many devices at once', async () => {
    const subject = shop.somebody();
    const devices = await Promise.all(Array.from({ length: 5 }, async () => {
      const begun = await shop.begin();
      return { begun, url: await shop.provider.logIn(begun.authorization_url, subject) };
    }));
    const answers = await Promise.all(devices.map(({ begun, url }) => shop.complete(begun, url)));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(await Promise.all(answers.map(async ({ body }) => (await shop.me(body['access_token']))['id']))).size).toBe(1);
  });

  it('asks for the second factor of an account that has one, like any login', async () => {
    const subject = shop.somebody();
    const token = (await shop.logIn(subject)).body['access_token'];
    const { body: begun } = await shop.post('/v1/customers/me/mfa-factors', {}, token);
    await shop.post(`/v1/customers/me/mfa-factors/${begun['id']}/confirmations`, { code: codeOf(begun['secret']) }, token);
    const challenged = await shop.logIn(subject);
    const { challenge_id, challenge_secret: secret } = challenged.body;
    const verify = (code: string) => shop.post(`/v1/mfa-challenges/${challenge_id}/verifications`, { secret, code });

    expect([challenged.status, Object.keys(challenged.body).sort()]).toEqual([202, ['challenge_id', 'challenge_secret', 'expires_at', 'mfa_required']]);
    const entered = await verify(codeOf(begun['secret'], 1));
    expect(entered.status).toBe(201);
    expect((await shop.me(entered.body['access_token']))['email']).toBe(`${subject}@example.com`);
  });

  it('works for public clients too, which come back to an app', async () => {
    const open = await startIdentity(shop.database.url, undefined, undefined, [], {
      openIdConnect: { issuer: shop.provider.issuer, clientId: 'app', redirectUris: [REDIRECT_URI, OTHER_REDIRECT_URI], scopes: 'openid email' },
    });
    const begun = (await open.call('POST', AUTHORIZATIONS, undefined, { redirect_uri: OTHER_REDIRECT_URI })).body as unknown as Begun;
    const response_url = await shop.provider.logIn(begun.authorization_url, shop.somebody(), OTHER_REDIRECT_URI);
    const entered = await open.call('POST', `${AUTHORIZATIONS}/${begun.id}/completions`, undefined, { secret: begun.secret, response_url });
    await open.stop();

    expect(entered.status).toBe(201);
  });

  it('is not there where nobody set it up', async () => {
    const without = await startIdentity(shop.database.url);
    const answers = [
      await without.call('POST', AUTHORIZATIONS, undefined, {}),
      await without.call('POST', `${AUTHORIZATIONS}/${newId('oid')}/completions`, undefined, { secret: 'x', response_url: REDIRECT_URI }),
    ];
    const { body } = await without.call('GET', '/v1/openid-connect/providers');
    await without.stop();

    expect(answers.map(({ status, body }) => `${status} ${body['code']}`)).toEqual(Array(2).fill('404 openid-connect-not-configured'));
    expect(body).toEqual({ data: [] });
  });

  it('is noted in the security log, without a word about who it is', async () => {
    const subject = shop.somebody();
    const { session_id } = (await shop.logIn(subject)).body;
    const noted = await sql<{ action: string; entry: string }>(shop.database.url, `select action, e::text as entry from platform.audit_entries e where kind = 'security' order by seq desc limit 3`);

    expect(noted.map(({ action }) => action)).toEqual(expect.arrayContaining(['session.opened', 'external-identity.linked']));
    expect(noted.some(({ entry }) => entry.includes(session_id))).toBe(true);
    expect(JSON.stringify(noted)).not.toContain(subject);
  });
});

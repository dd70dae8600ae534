import { OTHER_REDIRECT_URI, REDIRECT_URI, TestOpenIdProvider } from '../support/openid-provider.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('a customer of an OpenID provider', () => {
  let provider: TestOpenIdProvider;
  let shop: Shop;

  beforeAll(async () => {
    provider = await TestOpenIdProvider.start();
    shop = await Shop.open({
      settings: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'shop', OIDC_CLIENT_SECRET: 'a secret of the shop', OIDC_REDIRECT_URIS: [REDIRECT_URI, OTHER_REDIRECT_URI] },
    });
  });
  afterAll(async () => {
    await shop.close();
    await provider.close();
  });

  const begin = () => shop.ask('POST', '/v1/openid-connect/authorizations', { body: {} });

  it('logs in, stays logged in, sees by what, and leaves', async () => {
    provider.knows('ada', { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' });

    const { body: begun } = await begin();
    const response_url = await provider.logIn(begun.authorization_url, 'ada');
    const path = `/v1/openid-connect/authorizations/${begun.id}/completions`;
    const { status, body: session } = await shop.ask('POST', path, { body: { secret: begun.secret, response_url } });
    expect(status).toBe(201);

    const next = (await shop.ask('POST', '/v1/sessions/refreshes', { body: { refresh_token: session.refresh_token } })).body;
    const headers = { authorization: `Bearer ${next.access_token}` };
    expect((await shop.ask('GET', '/v1/customers/me', { headers })).body).toMatchObject({ email: 'ada@example.com', name: 'Ada Lovelace' });
    expect((await shop.ask('GET', '/v1/customers/me/external-identities', { headers })).body.data).toMatchObject([{ issuer: provider.issuer, subject: 'ada' }]);
    expect((await shop.ask('DELETE', '/v1/sessions/current', { headers })).status).toBe(204);
  });

  it('waits while the provider is away, and everybody else shops on', async () => {
    const { body: begun } = await begin();
    const response_url = await provider.logIn(begun.authorization_url, 'ada');
    await provider.close();
    const refused = await shop.ask('POST', `/v1/openid-connect/authorizations/${begun.id}/completions`, { body: { secret: begun.secret, response_url } });

    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'openid-provider-unavailable', '5']);
    // Nobody tried to come in who must not.
    expect(await sql(shop.database.url, `select from platform.audit_entries where action = 'login.failed' and details->>'authorization' = $1`, [begun.id])).toEqual([]);
    expect((await shop.ask('POST', '/v1/carts', { body: {}, headers: { 'idempotency-key': 'while-the-provider-is-away' } })).status).toBe(201);
  });
});

import { randomUUID } from 'node:crypto';
import { sql } from '../../../../../test/support/sql.js';
import { newId, toId, toUuid } from '@holdfast/kernel';
import { LinkTokens } from '../../application/link-tokens.js';
import { OpenIdConnectUnderTest, PASSWORD } from '../../openid-connect-under-test.js';

describe('an external identity', () => {
  let shop: OpenIdConnectUnderTest;

  beforeAll(async () => {
    shop = await OpenIdConnectUnderTest.open();
  });
  afterAll(() => shop.close());

  const identities = async (token: string): Promise<Record<string, string>[]> => (await shop.api.call('GET', '/v1/customers/me/external-identities', token)).body['data'];
  const remove = (id: string, token: string) => shop.api.call('DELETE', `/v1/customers/me/external-identities/${id}`, token);

  it('is seen and unlinked by its owner, who still has a password, and by nobody else', async () => {
    const subject = shop.somebody();
    await shop.account(`${subject}@example.com`);
    const token = (await shop.logIn(subject)).body['access_token'];
    const stranger = (await shop.logIn(shop.somebody())).body['access_token'];
    const [identity] = await identities(token);

    expect(identity).toMatchObject({ id: expect.stringMatching(/^eid_/), issuer: shop.provider.issuer, subject });
    const [foreign, missing] = [await remove(identity!['id']!, stranger), await remove(newId('eid'), stranger)];
    const said = [foreign, missing].map(({ status, body: { request_id: _, instance: __, ...rest } }) => ({ status, ...rest }));
    expect([foreign.status, said[0]]).toEqual([404, said[1]]);
    expect((await remove(identity!['id']!, token)).status).toBe(204);
    expect(await identities(token)).toEqual([]);
    const customer_id = (await shop.me(token))['id'];
    expect(await sql(shop.database.url, 'select type, version, payload from platform.outbox where subject = $1 order by version', [toUuid(identity!['id'] as `eid_${string}`)])).toEqual([
      { type: 'identity.external-identity-linked.v1', version: 1, payload: { customer_id } }, { type: 'identity.external-identity-removed.v1', version: 2, payload: { customer_id } },
    ]);
    // The address is verified still: logging in there again links it again.
    expect((await shop.logIn(subject)).status).toBe(201);
  });

  it('is not unlinked while it is the only way in', async () => {
    const token = (await shop.logIn(shop.somebody())).body['access_token'];
    const [identity] = await identities(token);
    const refused = await remove(identity!['id']!, token);

    expect([refused.status, refused.body['code']]).toEqual([409, 'last-way-in']);
    expect(await identities(token)).toHaveLength(1);
  });

  it('is unlinked after a password was set by a reset, which is then a way in', async () => {
    const subject = shop.somebody();
    const email = `${subject}@example.com`;
    const token = (await shop.logIn(subject)).body['access_token'];
    await shop.post('/v1/password-resets', { email });
    const [row] = await sql<{ id: string }>(shop.database.url, 'select r.id from identity.password_resets r join identity.customers c on c.id = r.customer_id where c.email = $1', [email]);
    const id = toId('pwr', row!.id);
    const reset = await shop.post(`/v1/password-resets/${id}/confirmations`, { token: shop.api.app.get(LinkTokens).of(id), password: PASSWORD });
    const session = (await shop.post('/v1/sessions', { email, password: PASSWORD })).body;
    const [identity] = await identities(session['access_token']);

    expect([reset.status, (await shop.api.call('GET', '/v1/customers/me', token)).status]).toEqual([204, 401]);
    expect((await remove(identity!['id']!, session['access_token'])).status).toBe(204);
  });

  it('stays where it is one of two that are removed at once', async () => {
    const token = (await shop.logIn(shop.somebody())).body['access_token'];
    const customer = toUuid((await shop.me(token))['id']);
    await sql(shop.database.url, `insert into identity.external_identities (id, customer_id, issuer, subject) values (gen_random_uuid(), $1, 'https://another.example', $2)`, [customer, randomUUID()]);
    const answers = await Promise.all((await identities(token)).map(({ id }) => remove(id!, token)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it.each([
    ['takes the last way into an account', `delete from identity.external_identities e using identity.customers c where c.id = e.customer_id and c.password_hash is null and c.status = 'active'`, 'a way in'],
    ['gives one identity to two customers', `insert into identity.external_identities (id, customer_id, issuer, subject) select gen_random_uuid(), customer_id, issuer, subject from identity.external_identities limit 1`, 'unique'],
    ['completes an authorization again', `update identity.openid_authorizations set completed_at = null where completed_at is not null`, 'once'],
  ])('is defended by the database against code that %s', async (_, statement, reason) => {
    await shop.logIn(shop.somebody());

    await expect(sql(shop.database.url, statement)).rejects.toThrow(reason);
  });
});

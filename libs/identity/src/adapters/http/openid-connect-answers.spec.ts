import { sql } from '../../../../../test/support/sql.js';
import { CommandBus } from '@nestjs/cqrs';
import { newId, toUuid } from '@holdfast/kernel';
import { ClearAccounts } from '../../application/clear-accounts.js';
import { AUTHORIZATIONS, type Begun, OpenIdConnectUnderTest } from '../../openid-connect-under-test.js';

describe('the answer of an OpenID provider', () => {
  let shop: OpenIdConnectUnderTest;

  beforeAll(async () => {
    shop = await OpenIdConnectUnderTest.open();
  });
  afterAll(() => shop.close());

  const altered = (url: string, changes: Readonly<Record<string, string | undefined>>): string => {
    const changed = new URL(url);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) changed.searchParams.delete(name);
      else changed.searchParams.set(name, value);
    }
    return changed.href;
  };

  it('is completed once, whoever tries at once and afterwards', async () => {
    const begun = await shop.begin();
    const url = await shop.provider.logIn(begun.authorization_url, shop.somebody());
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.complete(begun, url)));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(422)]);
    expect((await shop.complete(begun, url)).body['code']).toBe('invalid-token');
    expect(await sql(shop.database.url, `select count(*)::int as n from identity.sessions s where subject_id = (select id from identity.customers where email = $1)`, [
      (await shop.me(answers.find(({ status }) => status === 201)!.body['access_token']))['email'],
    ])).toEqual([{ n: 1 }]);
  });

  it('is noted where it is refused, by the authorization that it was for, and not where it is taken', async () => {
    const [refused, taken] = [await shop.begin(), await shop.begin()];
    await shop.complete({ ...refused, secret: 'x'.repeat(43) }, await shop.provider.logIn(refused.authorization_url, shop.somebody()));
    await shop.complete(taken, await shop.provider.logIn(taken.authorization_url, shop.somebody()));

    expect(await sql(shop.database.url, `select action, details from platform.audit_entries where kind = 'security' and details->>'authorization' = any($1)`, [[refused, taken].map(({ id }) => id)])).toEqual([
      { action: 'login.failed', details: { by: 'openid-connect', authorization: refused.id } },
    ]);
  });

  it('is over after ten minutes', async () => {
    const begun = await shop.begin();
    const url = await shop.provider.logIn(begun.authorization_url, shop.somebody());
    await sql(shop.database.url, `update identity.openid_authorizations set created_at = created_at - interval '10 minutes', expires_at = expires_at - interval '10 minutes' where id = $1`, [toUuid(begun.id)]);

    expect((await shop.complete(begun, url)).body['code']).toBe('invalid-token');
  });

  it('is forgotten a day after it could have come', async () => {
    const [old, young] = [await shop.begin(), await shop.begin()];
    const age = ({ id }: Begun, hours: number) =>
      sql(shop.database.url, `update identity.openid_authorizations set expires_at = now() - make_interval(hours => $2) where id = $1`, [toUuid(id), hours]);
    await age(old, 25);
    await age(young, 23);
    await shop.api.app.get(CommandBus).execute(new ClearAccounts());

    const kept = await sql<{ id: string }>(shop.database.url, 'select id from identity.openid_authorizations where id = any($1)', [[old, young].map(({ id }) => toUuid(id))]);
    expect(kept).toEqual([{ id: toUuid(young.id) }]);
  });

  it.each<[string, (begun: Begun, url: string) => [Begun, string]]>([
    ['another secret', (begun, url) => [{ ...begun, secret: 'x'.repeat(43) }, url]],
    ['another state', (begun, url) => [begun, altered(url, { state: 'x'.repeat(43) })]],
    ['no state', (begun, url) => [begun, altered(url, { state: undefined })]],
    ['two states', (begun, url) => [begun, `${url}&state=x`]],
    ['another page', (begun, url) => [begun, url.replace('/login/done', '/login/else')]],
    ['another site', (begun, url) => [begun, url.replace('shop.example', 'shop.example.net')]],
    ['no address', (begun) => [begun, 'nowhere']],
    ['an unknown id', (begun, url) => [{ ...begun, id: newId('oid') }, url]],
  ])('is not completed with %s, and still by who began it', async (_, change) => {
    const begun = await shop.begin();
    const url = await shop.provider.logIn(begun.authorization_url, shop.somebody());
    const refused = await shop.complete(...change(begun, url));

    expect([refused.status, refused.body['code']]).toEqual([422, 'invalid-token']);
    expect((await shop.complete(begun, url)).status).toBe(201);
  });

  it('does not take the answer that somebody else got (login CSRF, code injection)', async () => {
    const [victim, attacker] = [await shop.begin(), await shop.begin()];
    const stolen = await shop.provider.logIn(victim.authorization_url, shop.somebody());
    const own = await shop.provider.logIn(attacker.authorization_url, shop.somebody());
    const code = new URL(stolen).searchParams.get('code')!;

    expect((await shop.complete(attacker, stolen)).body['code']).toBe('invalid-token');
    expect((await shop.complete(victim, own)).body['code']).toBe('invalid-token');
    // The code of the victim under the state of the attacker: the provider refuses the verifier.
    expect((await shop.complete(attacker, altered(own, { code }))).body['code']).toBe('openid-connect-answer-invalid');
  });

  it.each<[string, Readonly<Record<string, string | undefined>>]>([
    ['an unknown code', { code: 'x'.repeat(43) }],
    ['the name of another provider (mix-up, RFC 9207)', { iss: 'https://id.attacker.example' }],
    ['no name of a provider that always gives it', { iss: undefined }],
  ])('is over with %s', async (_, changes) => {
    const begun = await shop.begin();
    const url = await shop.provider.logIn(begun.authorization_url, shop.somebody());
    const refused = await shop.complete(begun, altered(url, changes));

    expect([refused.status, refused.body['code']]).toEqual([422, 'openid-connect-answer-invalid']);
    expect((await shop.complete(begun, url)).body['code']).toBe('invalid-token');
  });

  it('tells when somebody changed their mind at the provider', async () => {
    const begun = await shop.begin();
    const refused = await shop.complete(begun, await shop.provider.cancel(begun.authorization_url));

    expect([refused.status, refused.body]).toMatchObject([422, { code: 'openid-connect-refused', error: 'access_denied' }]);
  });

  it.each(['https://shop.example/login/done/', 'https://shop.example/login', 'https://shop.example/login/done?x=1', 'https://attacker.example/login/done', 'javascript:alert(1)', 'x'])('does not send browsers to %s', async (redirect_uri) => {
    expect((await shop.post(AUTHORIZATIONS, { redirect_uri })).body['code']).toBe('openid-connect-redirect-uri-unknown');
  });
});

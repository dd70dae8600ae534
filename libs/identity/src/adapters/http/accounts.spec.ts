import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { sql } from '../../../../../test/support/sql.js';
import { toId, toUuid } from '@holdfast/kernel';
import { LinkTokens } from '../../application/link-tokens.js';
import { type Answer, type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';

const PASSWORD = 'three small rain boots';

describe('accounts', () => {
  let database: TestDatabase;
  let api: IdentityUnderTest;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startIdentity(database.url);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const post = (path: string, body: object, token?: string): Promise<Answer> => api.call('POST', path, token, body);
  const someone = () => `${randomUUID()}@example.com`;
  const register = (email: string, password = PASSWORD) => post('/v1/customers', { email, name: 'Ada', password });
  /** What the mails to this address hold, newest first. */
  const mails = async (email: string): Promise<{ id: string; token: string }[]> => {
    const rows = await sql<{ id: string }>(database.url, 'select id from identity.registrations where email = $1 order by created_at desc, id desc', [email.toLowerCase()]);
    const tokens = api.app.get(LinkTokens);
    return rows.map((row) => ({ id: toId('reg', row.id), token: tokens.of(toId('reg', row.id)) }));
  };
  const confirm = ({ id, token }: { id: string; token: string }) => post(`/v1/email-verifications/${id}/confirmations`, { token });
  const logIn = (email: string, password = PASSWORD) => post('/v1/sessions', { email, password });
  const refresh = (refresh_token: string) => post('/v1/sessions/refreshes', { refresh_token });
  const me = (token?: string) => api.call('GET', '/v1/customers/me', token);
  const account = async (email = someone()) => {
    await register(email);
    await confirm((await mails(email))[0]!);
    return email;
  };
  const loggedIn = async (email?: string): Promise<Record<string, any>> => (await logIn(email ?? (await account()))).body;

  describe('are made', () => {
    it('by whoever reads the mails of the address', async () => {
      const email = `Ada.${randomUUID()}@Example.com`;
      const asked = await register(email);
      const before = await logIn(email);
      const made = await confirm((await mails(email))[0]!);

      expect([asked.status, asked.body]).toEqual([202, { status: 'confirmation-sent' }]);
      expect(before.status).toBe(401);
      expect([made.status, made.body]).toMatchObject([201, { email: email.toLowerCase(), name: 'Ada', phone: null }]);
      expect((await logIn(email.toUpperCase())).status).toBe(201);
    });

    it('once, however often it is confirmed, and by nobody with another token', async () => {
      const email = someone();
      await register(email);
      const [mail] = await mails(email);
      const wrong = await confirm({ ...mail!, token: 'x'.repeat(43) });
      const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(mail!)));

      expect(wrong.body['code']).toBe('invalid-token');
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 422)]);
      expect(await sql(database.url, 'select count(*)::int as n from identity.customers where email = $1', [email])).toEqual([{ n: 1 }]);
    });

    it('with the password of who confirms, whoever else asked for the address before', async () => {
      const email = someone();
      await register(email, 'the password of a thief');
      await register(email);
      const [mine, theirs] = await mails(email);
      await confirm(mine!);

      expect((await confirm(theirs!)).body['code']).toBe('invalid-token');
      expect([(await logIn(email)).status, (await logIn(email, 'the password of a thief')).status]).toEqual([201, 401]);
    });

    it('not any more when the mail is too old', async () => {
      const email = someone();
      await register(email);
      await sql(database.url, `update identity.registrations set expires_at = now() where email = $1`, [email]);

      expect((await confirm((await mails(email))[0]!)).body['code']).toBe('invalid-token');
    });

    it.each([['short', 'password-too-short'], ['passwordpassword1', 'password-too-common']])('not with the password %s', async (password, code) => {
      const refused = await register(someone(), password);
      expect([refused.status, refused.body['code']]).toEqual([422, code]);
      expect(refused.text).not.toContain(`"${password}"`);
    });

    it.each(['İ'.repeat(60), 'ẞtraße', 'ΣΊΣΥΦΟΣ', 'ǅ'])('also with an address as strange as %s', async (word) => {
      const email = `${word.slice(0, 20)}${randomUUID().slice(0, 8)}@${word}.${word}.example.com`;
      const asked = await register(email);
      expect([202, 422]).toContain(asked.status);
      if (asked.status === 422) return;
      const [row] = await sql<{ id: string }>(database.url, 'select id from identity.registrations order by created_at desc, id desc limit 1');
      const id = toId('reg', row!.id);
      expect((await confirm({ id, token: api.app.get(LinkTokens).of(id) })).status).toBe(201);
      expect((await logIn(email)).status).toBe(201);
    });

    it('with the same answer for an address that has one', async () => {
      const [known, unknown] = [await register(await account()), await register(someone())];
      expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    });
  });

  describe('are entered', () => {
    it('with an access token that speaks for the customer, and for nobody else', async () => {
      const email = await account();
      const session = (await logIn(email)).body;

      expect(session).toMatchObject({ token_type: 'Bearer', expires_in: 600, session_id: expect.stringMatching(/^ses_/), refresh_token: expect.stringMatching(/^rt_/) });
      expect((await me(session['access_token'])).body).toMatchObject({ email });
      expect((await api.call('GET', '/guarded/orders', session['access_token'])).body['code']).toBe('forbidden');
    });

    it('with the same refusal for an unknown address, a wrong password and an account that is closed', async () => {
      const [email, closed] = [await account(), await account()];
      await sql(database.url, `update identity.customers set status = 'disabled' where email = $1`, [closed]);
      const refused = [await logIn(email, `${PASSWORD}!`), await logIn(someone()), await logIn(closed)];

      const said = refused.map(({ status, body: { request_id: _id, ...rest } }) => ({ status, ...rest }));
      expect(said).toEqual([said[0], said[0], said[0]]);
      expect(said[0]).toMatchObject({ status: 401, code: 'invalid-credentials' });
    });

    it('by nobody any more from the request after the account was closed', async () => {
      const email = await account();
      const { access_token } = await loggedIn(email);
      await sql(database.url, `update identity.customers set status = 'disabled' where email = $1`, [email]);

      expect((await me(access_token)).body['code']).toBe('unauthenticated');
    });
  });

  describe('sessions', () => {
    it('go on with a refresh token for one use', async () => {
      const first = await loggedIn();
      const second = (await refresh(first['refresh_token'])).body;
      const third = (await refresh(second['refresh_token'])).body;

      expect(new Set([first, second, third].map((one) => one['refresh_token'])).size).toBe(3);
      expect(third['session_id']).toBe(first['session_id']);
      expect((await me(third['access_token'])).status).toBe(200);
    });

    it('have one successor when fifty refreshes come at once', async () => {
      const { refresh_token, session_id } = await loggedIn();
      const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refresh_token)));

      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201));
      expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
      expect(await sql(database.url, 'select count(*)::int as n from identity.refresh_tokens where session_id = $1', [toUuid(session_id)])).toEqual([{ n: 2 }]);
    });

    it('end when a token that was used up is shown again, for whoever holds the others', async () => {
      const first = await loggedIn();
      const second = (await refresh(first['refresh_token'])).body;
      await refresh(second['refresh_token']);

      const reused = await refresh(first['refresh_token']);

      expect(reused.body['code']).toBe('invalid-refresh-token');
      expect((await me(second['access_token'])).status).toBe(401);
      expect(await sql(database.url, `select end_reason from identity.sessions where id = $1`, [toUuid(first['session_id'])])).toEqual([{ end_reason: 'token-reused' }]);
      expect(await sql(database.url, `select count(*)::int as n from platform.outbox where type = 'identity.refresh-token-reused.v1' and subject = $1`, [toUuid(first['session_id'])])).toEqual([{ n: 1 }]);
    });

    it('end also when the used token is shown late, although its successor is unused', async () => {
      const first = await loggedIn();
      await refresh(first['refresh_token']);
      await sql(database.url, `alter table identity.refresh_tokens disable trigger used_for_ever`);
      await sql(database.url, `update identity.refresh_tokens set used_at = used_at - interval '11 seconds' where session_id = $1 and used_at is not null`, [toUuid(first['session_id'])]);
      await sql(database.url, `alter table identity.refresh_tokens enable trigger used_for_ever`);

      expect((await refresh(first['refresh_token'])).status).toBe(401);
      expect((await me(first['access_token'])).status).toBe(401);
    });

    it('go on after the secret of the installation was changed: who is logged in refreshes', async () => {
      const { access_token, refresh_token } = await loggedIn();
      const changed = await startIdentity(database.url, undefined, 'another secret of the same installation');
      const [old, next] = [await changed.call('GET', '/v1/customers/me', access_token), await changed.call('POST', '/v1/sessions/refreshes', undefined, { refresh_token })];
      const entered = await changed.call('GET', '/v1/customers/me', next.body['access_token']);
      await changed.stop();

      expect([old.status, next.status, entered.status]).toEqual([401, 201, 200]);
    });

    it.each([['an unknown token', 'rt_'.padEnd(46, 'x')], ['nonsense', 'x'], ['an access token', 'a.b.c']])('do not go on with %s', async (_, token) => {
      expect((await refresh(token)).body['code']).toBe('invalid-refresh-token');
    });

    it('end with a logout, at once', async () => {
      const { access_token, refresh_token } = await loggedIn();

      expect((await api.call('DELETE', '/v1/sessions/current', access_token)).status).toBe(204);
      expect([(await me(access_token)).status, (await refresh(refresh_token)).status]).toEqual([401, 401]);
    });

    it('are listed for their owner, and ended by nobody else', async () => {
      const email = await account();
      const [here, there, other] = [await loggedIn(email), await loggedIn(email), await loggedIn()];
      const listed = await api.call('GET', '/v1/customers/me/sessions', here['access_token']);
      const end = (id: string) => api.call('DELETE', `/v1/customers/me/sessions/${id}`, here['access_token']);

      expect(listed.body['data'].map(({ id, current }: { id: string; current: boolean }) => [id, current])).toEqual([[there['session_id'], false], [here['session_id'], true]]);
      const [foreign, missing, own] = [await end(other['session_id']), await end(toId('ses', randomUUID())), await end(there['session_id'])];
      expect([foreign.status, missing.status, own.status]).toEqual([404, 404, 204]);
      expect([(await me(there['access_token'])).status, (await me(other['access_token'])).status, (await me(here['access_token'])).status]).toEqual([401, 200, 200]);
    });
  });

  it.each([
    ['revives a session', `update identity.sessions set ended_at = null, end_reason = null where ended_at is not null`],
    ['forgets that a refresh token was used', `update identity.refresh_tokens set used_at = null, successor = null, successor_hash = null where used_at is not null`],
    ['gives a session a second refresh token', `insert into identity.refresh_tokens (hash, session_id, issued_at) select sha256(random()::text::bytea), id, now() from identity.sessions limit 1`],
  ])('are defended by the database against code that %s', async (_, statement) => {
    const { access_token, refresh_token } = await loggedIn();
    await refresh(refresh_token);
    await api.call('DELETE', '/v1/sessions/current', access_token);

    await expect(sql(database.url, statement)).rejects.toThrow();
  });
});

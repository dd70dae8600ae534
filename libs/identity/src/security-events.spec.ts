import { randomUUID } from 'node:crypto';
import { toId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { sql } from '../../../test/support/sql.js';
import { LinkTokens } from './application/link-tokens.js';
import { type IdentityUnderTest, startIdentity } from './identity-under-test.js';

const PASSWORD = 'three small rain boots';

describe('the security log of identity', () => {
  let database: TestDatabase;
  let api: IdentityUnderTest;
  let email: string;
  let customer: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startIdentity(database.url);
  });
  beforeEach(async () => {
    email = `${randomUUID()}@example.com`;
    await post('/v1/customers', { email, name: 'Ada', password: PASSWORD });
    const [row] = await sql<{ id: string }>(database.url, 'select id from identity.registrations where email = $1', [email]);
    const id = toId('reg', row!.id);
    customer = (await post(`/v1/email-verifications/${id}/confirmations`, { token: api.app.get(LinkTokens).of(id) })).body['id'];
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const post = (path: string, body: object, token?: string) => api.call('POST', path, token, body, { 'x-request-id': 'asked-by-a-spec' });
  const logIn = async (password = PASSWORD) => (await post('/v1/sessions', { email, password })).body;
  const noted = async (subject: string | null = customer) =>
    sql(
      database.url,
      `select action, actor, details from platform.audit_entries where kind = 'security' and resource_id is not distinct from $1 and request_id = 'asked-by-a-spec' order by seq`,
      [subject],
    );

  it('has the logins of a customer, those that failed as well', async () => {
    await logIn('not the password at all');
    const { session_id: session } = await logIn();

    expect(await noted()).toEqual([
      { action: 'login.failed', actor: null, details: null },
      { action: 'session.opened', actor: customer, details: { session } },
    ]);
  });

  it('has the login that failed with an address nobody has, but not the address', async () => {
    const stranger = `${randomUUID()}@example.com`;
    const before = (await noted(null)).length;
    const { status } = await post('/v1/sessions', { email: stranger, password: PASSWORD });

    expect([status, (await noted(null)).length]).toEqual([401, before + 1]);
    expect(JSON.stringify(await sql(database.url, 'select e::text from platform.audit_entries e'))).not.toMatch(new RegExp(`${stranger}|${email}|Ada`));
  });

  it('has the end of a session, and who ended it', async () => {
    const [here, there] = [await logIn(), await logIn()];
    const end = (path: string) => api.call('DELETE', path, here['access_token'], undefined, { 'x-request-id': 'asked-by-a-spec' });
    await end(`/v1/customers/me/sessions/${there['session_id']}`);
    await end('/v1/sessions/current');

    expect((await noted()).slice(2)).toEqual([
      { action: 'session.ended', actor: customer, details: { session: there['session_id'], why: 'revoked' } },
      { action: 'session.ended', actor: customer, details: { session: here['session_id'], why: 'logged-out' } },
    ]);
  });

  it('has a refresh token that was shown again, although the request is refused', async () => {
    const first = await logIn();
    const second = (await post('/v1/sessions/refreshes', { refresh_token: first['refresh_token'] })).body;
    await post('/v1/sessions/refreshes', { refresh_token: second['refresh_token'] });
    const { status } = await post('/v1/sessions/refreshes', { refresh_token: first['refresh_token'] });

    expect(status).toBe(401);
    expect((await noted()).slice(1)).toEqual([{ action: 'refresh-token.reused', actor: null, details: { session: first['session_id'] } }]);
  });

  it('has each proof of who is there, and each that failed', async () => {
    const { access_token: token, session_id: session } = await logIn();
    await post('/v1/sessions/current/reauthentications', { password: 'not the password at all' }, token);
    await post('/v1/sessions/current/reauthentications', { password: PASSWORD }, token);

    expect((await noted()).slice(1)).toEqual([
      { action: 'reauthentication.failed', actor: customer, details: { session } },
      { action: 'reauthentication.succeeded', actor: customer, details: { session } },
    ]);
  });

  it('has passwords and addresses that were asked for and changed, and by whom', async () => {
    const mail = async (table: string, prefix: 'pwr' | 'emc') => {
      const [row] = await sql<{ id: string }>(database.url, `select id from identity.${table} order by seq desc limit 1`);
      const id = toId(prefix, row!.id);
      return { id, token: api.app.get(LinkTokens).of(id) };
    };
    const { access_token: token, session_id: session } = await logIn();
    const change = (current_password: string, password: string) => post('/v1/customers/me/password-changes', { current_password, password }, token);
    await change('not the password at all', 'four quiet tin whistles');
    await change(PASSWORD, 'four quiet tin whistles');
    await post('/v1/customers/me/email-changes', { email: `${randomUUID()}@example.com` }, token);
    const address = await mail('email_changes', 'emc');
    await post('/v1/password-resets', { email });
    await post(`/v1/email-changes/${address.id}/confirmations`, { token: address.token });
    const [{ address: now }] = (await sql(database.url, 'select email as address from identity.customers where id = $1', [toUuid(customer)])) as [{ address: string }];
    await post('/v1/password-resets', { email: now });
    const reset = await mail('password_resets', 'pwr');
    await post(`/v1/password-resets/${reset.id}/confirmations`, { token: reset.token, password: PASSWORD });

    expect((await noted()).slice(1)).toEqual([
      { action: 'password-change.failed', actor: customer, details: { session } },
      { action: 'password.changed', actor: customer, details: { made_by: 'owner' } },
      { action: 'email-change.requested', actor: customer, details: { session } },
      { action: 'password-reset.requested', actor: null, details: null },
      { action: 'email.changed', actor: customer, details: null },
      { action: 'password-reset.requested', actor: null, details: null },
      { action: 'password.changed', actor: customer, details: { made_by: 'reset' } },
    ]);
  });
});

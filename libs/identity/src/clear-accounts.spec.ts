import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { AccountsUnderTest } from './accounts-under-test.js';
import { AccountRecords, ClearAccounts } from './application/clear-accounts.js';
import { startIdentity } from './identity-under-test.js';

describe('clearing accounts', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(() => accounts.stop());

  const clear = (api = accounts.api) => api.app.get(CommandBus).execute(new ClearAccounts());
  const count = async (table: string) => (await accounts.sql<{ n: number }>(`select count(*)::int as n from identity.${table}`))[0]!.n;

  it.each([
    ['registrations', `update identity.registrations set expires_at = now() - interval '25 hours'`, `update identity.registrations set expires_at = now() - interval '23 hours'`],
    ['password_resets', `update identity.password_resets set expires_at = now() - interval '25 hours'`, `update identity.password_resets set expires_at = now() - interval '23 hours'`],
    ['email_changes', `update identity.email_changes set expires_at = now() - interval '25 hours'`, `update identity.email_changes set expires_at = now() - interval '23 hours'`],
    ['password_changes', `update identity.password_changes set created_at = now() - interval '31 days'`, `update identity.password_changes set created_at = now() - interval '29 days'`],
  ])('forgets %s once nobody writes mails about them any more', async (table, old, young) => {
    const { access, email } = await accounts.loggedIn();
    await accounts.post('/v1/password-resets', { email });
    await accounts.post('/v1/customers/me/email-changes', { email: accounts.newAddress() }, access);
    await accounts.post('/v1/customers/me/password-changes', { current_password: 'three small rain boots', password: 'four quiet tin whistles' }, access);
    const before = await count(table);
    await accounts.sql(young);
    await clear();
    const kept = await count(table);
    await accounts.sql(old);
    await clear();

    expect([before > 0, kept, await count(table)]).toEqual([true, before, 0]);
  });

  it('forgets sessions 30 days after they ended or expired, with their refresh tokens, and no others', async () => {
    const [ended, expired, recent, live] = [await accounts.loggedIn(), await accounts.loggedIn(), await accounts.loggedIn(), await accounts.loggedIn()];
    const over = (session: string, days: number) =>
      accounts.sql(`update identity.sessions set ended_at = now() - make_interval(days => $2), end_reason = 'logged-out' where id = $1`, [toUuid(session), days]);
    await over(ended.session, 31);
    await over(recent.session, 29);
    await accounts.sql(`update identity.sessions set created_at = now() - interval '130 days', expires_at = now() - interval '31 days' where id = $1`, [toUuid(expired.session)]);
    await clear();

    const left = async (table: string, column: string) =>
      (await accounts.sql<{ id: string }>(`select ${column} as id from identity.${table} where ${column} = any($1)`, [[ended, expired, recent, live].map(({ session }) => toUuid(session))])).map(({ id }) => id).sort();
    const expected = [recent, live].map(({ session }) => toUuid(session)).sort();
    expect([await left('sessions', 'id'), await left('refresh_tokens', 'session_id')]).toEqual([expected, expected]);
    expect((await accounts.me(live.access)).status).toBe(200);
  });

  it('goes on until nothing is left, a batch at a time', async () => {
    await accounts.sql('delete from identity.password_resets');
    for (let i = 0; i < 3; i++) await accounts.post('/v1/password-resets', { email: accounts.newAddress() });
    await accounts.sql(`update identity.password_resets set expires_at = now() - interval '25 hours'`);
    const records = accounts.api.app.get(AccountRecords);

    expect([await records.clear(2), await records.clear(2), await count('password_resets')]).toEqual([true, false, 0]);
  });

  it('forgets signing keys that are too old, and those of a secret that was changed long enough ago', async () => {
    const kids = async () => (await accounts.sql<{ kid: string }>('select kid from identity.signing_keys order by created_at')).map(({ kid }) => kid);
    const age = (kid: string, by: string) => accounts.sql(`update identity.signing_keys set created_at = now() - $2::interval where kid = $1`, [kid, by]);
    await accounts.loggedIn();
    const [ours] = await kids();
    const other = await startIdentity(accounts.database.url, undefined, 'another secret of the same installation');
    try {
      await clear(other);
      const theirs = (await kids()).find((kid) => kid !== ours)!;
      await age(ours!, '3 days');
      await clear(other);
      const early = await kids();
      await age(theirs, '2 days');
      // A worker that was left with the secret before says nothing about the keys after it.
      await clear();
      const notYet = await kids();
      await clear(other);

      expect([early, notYet, await kids()]).toEqual([[ours, theirs], [ours, theirs], [theirs]]);
      await age(theirs, '32 days');
      await clear(other);
      expect(await kids()).not.toContain(theirs);
    } finally {
      await other.stop();
    }
  });
});

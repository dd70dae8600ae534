import pg from 'pg';
import { toUuid } from '@holdfast/kernel';
import { eventually } from '../../../../../test/support/eventually.js';
import { AccountLetters } from '../../account-letters.js';
import { AccountsUnderTest, PASSWORD } from '../../accounts-under-test.js';

const NEXT = 'four quiet tin whistles';

describe('a password', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(() => accounts.stop());

  const change = (access: string, password = NEXT, current_password = PASSWORD) =>
    accounts.post('/v1/customers/me/password-changes', { current_password, password }, access);

  it('is changed by whoever knows the one before; other sessions end, this one goes on', async () => {
    const here = await accounts.loggedIn();
    const there = await accounts.loggedIn(here.email);

    expect((await change(here.access)).status).toBe(204);
    expect([(await accounts.me(here.access)).status, (await accounts.me(there.access)).status]).toEqual([200, 401]);
    expect([(await accounts.logIn(here.email)).status, (await accounts.logIn(here.email, NEXT)).status]).toEqual([401, 201]);
  });

  it('that was changed is told of by mail', async () => {
    const { access, email } = await accounts.loggedIn();
    await change(access);
    const { id } = await accounts.mail('password_changes', 'pwc');

    expect(await accounts.api.app.get(AccountLetters).passwordChanged(id)).toEqual({ email, name: 'Ada', at: expect.any(Date) });
    expect(await accounts.sql('select type, payload from platform.outbox where subject = $1', [toUuid(id)])).toEqual([
      { type: 'identity.password-changed.v1', payload: { customer_id: expect.stringMatching(/^cus_/), made_by: 'owner' } },
    ]);
  });

  it.each([
    ['the current one is wrong', NEXT, 'the password of a thief', 'wrong-password'],
    ['the new one is short', 'short', PASSWORD, 'password-too-short'],
    ['others would guess the new one', 'passwordpassword1', PASSWORD, 'password-too-common'],
  ])('stays, and so do the sessions, when %s', async (_, password, current, code) => {
    const here = await accounts.loggedIn();
    const there = await accounts.loggedIn(here.email);
    const refused = await change(here.access, password, current);

    expect([refused.status, refused.body['code']]).toEqual([422, code]);
    expect([(await accounts.me(there.access)).status, (await accounts.logIn(here.email)).status]).toEqual([200, 201]);
  });

  it('is changed once when two who know it come at once', async () => {
    const { access, email } = await accounts.loggedIn();
    const passwords = ['four quiet tin whistles', 'five loud brass trumpets'];
    const answers = await Promise.all(passwords.map((password) => change(access, password)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    const entered = await Promise.all(passwords.map((password) => accounts.logIn(email, password)));
    expect(entered.map(({ status }) => status === 201)).toEqual(answers.map(({ status }) => status === 204));
  });

  it('that is being replaced while it is checked opens no session any more', async () => {
    const email = await accounts.account();
    const client = new pg.Client({ connectionString: accounts.database.url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`update identity.customers set password_hash = password_hash || 'x' where email = $1`, [email]);
      const entering = accounts.logIn(email);
      await eventually(async () => {
        expect(await accounts.sql(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).toHaveLength(1);
      });
      await client.query('commit');

      expect((await entering).body['code']).toBe('invalid-credentials');
    } finally {
      await client.end();
    }
  });
});

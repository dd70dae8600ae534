import { toUuid } from '@holdfast/kernel';
import { AccountLetters } from '../../account-letters.js';
import { AccountsUnderTest } from '../../accounts-under-test.js';

describe('another address', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(() => accounts.stop());

  const ask = (access: string, email: string) => accounts.post('/v1/customers/me/email-changes', { email }, access);
  const asked = async (access: string, email = accounts.newAddress()) => {
    await ask(access, email);
    return { email, ...(await accounts.mail('email_changes', 'emc')) };
  };
  const confirm = ({ id, token }: { id: string; token: string }) => accounts.post(`/v1/email-changes/${id}/confirmations`, { token });
  const letters = () => accounts.api.app.get(AccountLetters);

  it('is asked for with a password that was shown a moment ago, and confirmed by who reads its mails', async () => {
    const here = await accounts.loggedIn();
    const change = await asked(here.access);
    const before = (await accounts.me(here.access)).body['email'];
    const confirmed = await confirm(change);

    expect([before, confirmed.status, (await accounts.me(here.access)).body['email']]).toEqual([here.email, 204, change.email]);
    expect([(await accounts.logIn(here.email)).status, (await accounts.logIn(change.email)).status]).toEqual([401, 201]);
  });

  it('is not to be asked for by a session whose password was shown long ago', async () => {
    const { access, session } = await accounts.loggedIn();
    await accounts.age(session, '301 seconds');
    const refused = await ask(access, accounts.newAddress());

    expect([refused.status, refused.body['code']]).toEqual([403, 'reauthentication-required']);
  });

  it('is answered alike whether somebody has it or not; what is true stands in the mail', async () => {
    const { access, email } = await accounts.loggedIn();
    const taken = await accounts.account();
    const [free, known] = [await ask(access, accounts.newAddress()), await ask(access, taken)];
    expect([known.status, known.text]).toEqual([free.status, free.text]);

    const change = await accounts.mail('email_changes', 'emc');
    expect(await letters().emailChange(change.id)).toEqual({ email: taken, name: '', at: expect.any(Date) });
    expect(await letters().emailChangeNotice(change.id)).toEqual({ email, name: 'Ada', at: expect.any(Date) });
    expect((await confirm(change)).body['code']).toBe('invalid-token');
    expect((await accounts.me(access)).body['email']).toBe(email);
  });

  it('is told to both addresses: the new one gets the token, the old one hears of it before and after', async () => {
    const { access, email } = await accounts.loggedIn();
    const change = await asked(access);
    expect(await letters().emailChange(change.id)).toEqual({ email: change.email, name: '', token: change.token, at: expect.any(Date) });
    expect(await letters().emailChangeNotice(change.id)).toMatchObject({ email });
    expect(await letters().emailChanged(change.id)).toBeUndefined();

    await confirm(change);
    expect(await letters().emailChanged(change.id)).toEqual({ email, name: 'Ada', at: expect.any(Date) });
  });

  it('ends the sessions elsewhere, and leaves the one that asked', async () => {
    const here = await accounts.loggedIn();
    const there = await accounts.loggedIn(here.email);
    await confirm(await asked(here.access));

    expect([(await accounts.me(here.access)).status, (await accounts.me(there.access)).status]).toEqual([200, 401]);
    expect(await accounts.sql('select end_reason from identity.sessions where id = $1', [toUuid(there.session)])).toEqual([{ end_reason: 'email-changed' }]);
  });

  it('is given once, under 20 confirmations at once', async () => {
    const change = await asked((await accounts.loggedIn()).access);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(change)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 19 }, () => 422)]);
  });

  it('goes to one of two who confirm it at once', async () => {
    const email = accounts.newAddress();
    const [one, two] = [await asked((await accounts.loggedIn()).access, email), await asked((await accounts.loggedIn()).access, email)];
    const answers = await Promise.all([confirm(one), confirm(two)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect(answers.find(({ status }) => status === 422)!.body['code']).toBe('invalid-token');
    expect(await accounts.sql('select count(*)::int as n from identity.customers where email = $1', [email])).toEqual([{ n: 1 }]);
  });

  type Here = Awaited<ReturnType<AccountsUnderTest['loggedIn']>>;
  it.each([
    ['another was asked for later', async ({ access }: Here) => void (await asked(access))],
    ['the password was reset', async ({ email }: Here) => {
      await accounts.post('/v1/password-resets', { email });
      const { id, token } = await accounts.mail('password_resets', 'pwr');
      await accounts.post(`/v1/password-resets/${id}/confirmations`, { token, password: 'four quiet tin whistles' });
    }],
    ['the account was closed', async ({ email }: Here) => void (await accounts.sql(`update identity.customers set status = 'disabled' where email = $1`, [email]))],
    ['an hour went by', async ({ id }: Here) => void (await accounts.sql('update identity.email_changes set expires_at = now() where customer_id = $1', [toUuid(id)]))],
  ])('is not given any more once %s', async (_, happened) => {
    const here = await accounts.loggedIn();
    const change = await asked(here.access);
    await happened(here);

    expect(await letters().emailChange(change.id)).toBeUndefined();
    expect((await confirm(change)).body['code']).toBe('invalid-token');
  });

  it.each([
    ['confirms one anew', `update identity.email_changes set confirmed_at = now() + interval '1 second' where confirmed_at is not null`],
    ['lets one count for longer', `update identity.email_changes set expires_at = created_at + interval '2 hours'`],
  ])('is defended by the database against code that %s', async (_, statement) => {
    await confirm(await asked((await accounts.loggedIn()).access));
    await expect(accounts.sql(statement)).rejects.toThrow();
  });
});

import { newId, toUuid } from '@holdfast/kernel';
import { AccountLetters } from '../../account-letters.js';
import { AccountsUnderTest, PASSWORD, said } from '../../accounts-under-test.js';

const NEXT = 'four quiet tin whistles';

describe('password resets', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(() => accounts.stop());

  const ask = (email: string) => accounts.post('/v1/password-resets', { email });
  const asked = async (email: string) => {
    await ask(email);
    return accounts.mail('password_resets', 'pwr');
  };
  const choose = ({ id, token }: { id: string; token: string }, password = NEXT) => accounts.post(`/v1/password-resets/${id}/confirmations`, { token, password });
  const letter = (id: string) => accounts.api.app.get(AccountLetters).passwordReset(id as never);

  it('answer alike for an address with an account, without one, and with one that is closed', async () => {
    const [known, closed] = [await accounts.account(), await accounts.account()];
    await accounts.sql(`update identity.customers set status = 'disabled' where email = $1`, [closed]);
    const answers = [await ask(known), await ask(accounts.newAddress()), await ask(closed)];

    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array.from({ length: 3 }, () => [202, '{"status":"confirmation-sent"}']));
  });

  it('are mailed to the owner of an account alone, and keep the address of nobody', async () => {
    const email = await accounts.account();
    const mine = await asked(email.toUpperCase());
    expect(await letter(mine.id)).toEqual({ email, name: 'Ada', token: mine.token, at: expect.any(Date) });

    const nobody = await asked(accounts.newAddress());
    expect(await letter(nobody.id)).toBeUndefined();
    expect(await accounts.sql('select customer_id from identity.password_resets where id = $1', [toUuid(nobody.id)])).toEqual([{ customer_id: null }]);
    expect((await choose(nobody)).body['code']).toBe('invalid-token');
  });

  it('give the account a new password and end all its sessions', async () => {
    const [here, other] = [await accounts.loggedIn(), await accounts.loggedIn()];
    const there = await accounts.loggedIn(here.email);

    const chosen = await choose(await asked(here.email));

    expect([chosen.status, (await accounts.logIn(here.email)).status, (await accounts.logIn(here.email, NEXT)).status]).toEqual([204, 401, 201]);
    expect([(await accounts.me(here.access)).status, (await accounts.me(there.access)).status, (await accounts.me(other.access)).status]).toEqual([401, 401, 200]);
    expect((await accounts.post('/v1/sessions/refreshes', { refresh_token: here.refresh })).status).toBe(401);
    expect(await accounts.sql('select made_by from identity.password_changes where customer_id = $1', [toUuid(here.id)])).toEqual([{ made_by: 'reset' }]);
  });

  it('work once, under 20 confirmations at once', async () => {
    const email = await accounts.account();
    const mail = await asked(email);
    const answers = await Promise.all(Array.from({ length: 20 }, () => choose(mail)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 19 }, () => 422)]);
    expect((await choose(mail, 'five loud brass trumpets')).body['code']).toBe('invalid-token');
    expect((await accounts.logIn(email, NEXT)).status).toBe(201);
  });

  it.each([
    ['a later one was asked for', async (email: string) => void (await asked(email))],
    ['the password was changed', async (email: string) => {
      const { access } = await accounts.loggedIn(email);
      await accounts.post('/v1/customers/me/password-changes', { current_password: PASSWORD, password: 'six patient copper kettles' }, access);
    }],
    ['the address was changed', async (email: string) => {
      const { access } = await accounts.loggedIn(email);
      await accounts.post('/v1/customers/me/email-changes', { email: accounts.newAddress() }, access);
      const { id, token } = await accounts.mail('email_changes', 'emc');
      await accounts.post(`/v1/email-changes/${id}/confirmations`, { token });
    }],
    ['the account was closed', async (email: string) => void (await accounts.sql(`update identity.customers set status = 'disabled' where email = $1`, [email]))],
    ['ten minutes went by', async (email: string) => void (await accounts.sql(
      `update identity.password_resets set expires_at = now() where customer_id = (select id from identity.customers where email = $1)`, [email]))],
  ])('do not count any more once %s', async (_, happened) => {
    const email = await accounts.account();
    const mail = await asked(email);
    await happened(email);

    expect((await choose(mail)).body['code']).toBe('invalid-token');
    expect(await letter(mail.id)).toBeUndefined();
  });

  it('do not work with another token, or the token of another reset', async () => {
    const [mine, theirs] = [await asked(await accounts.account()), await asked(await accounts.account())];
    const refused = [await choose({ ...mine, token: 'x'.repeat(43) }), await choose({ ...mine, token: theirs.token }), await choose({ id: newId('pwr'), token: mine.token })];

    expect(refused.map(said)).toEqual([said(refused[0]!), said(refused[0]!), said(refused[0]!)]);
    expect(said(refused[0]!)).toMatchObject({ status: 422, code: 'invalid-token' });
    expect((await choose(mine)).status).toBe(204);
  });

  it('refuse a password that others would guess, and stay usable for a better one', async () => {
    const email = await accounts.account();
    const mail = await asked(email);
    const refused = [await choose(mail, 'short'), await choose(mail, 'passwordpassword1'), await choose(mail, `${email.split('@')[0]!}`)];

    expect(refused.map(({ body }) => body['code'])).toEqual(['password-too-short', 'password-too-common', 'password-too-common']);
    expect((await choose(mail)).status).toBe(204);
  });

  it.each([
    ['makes one usable again', `update identity.password_resets set used_at = null where used_at is not null`],
    ['lets one count for longer', `update identity.password_resets set expires_at = created_at + interval '11 minutes'`],
    ['uses one of nobody', `update identity.password_resets set used_at = now() where customer_id is null`],
  ])('are defended by the database against code that %s', async (_, statement) => {
    await choose(await asked(await accounts.account()));
    await asked(accounts.newAddress());

    await expect(accounts.sql(statement)).rejects.toThrow();
  });
});

import { Controller, Get } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { CustomersOnly } from '@holdfast/platform';
import { AccountsUnderTest, PASSWORD } from '../../accounts-under-test.js';
import { ADMIN_KEY } from '../../identity-under-test.js';

@CustomersOnly({ dangerous: true })
@Controller('guarded/dangerous')
class DangerousController {
  @Get()
  open() {
    return {};
  }
}

describe('reauthentication', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start(ADMIN_KEY, [DangerousController]);
  });
  afterAll(() => accounts.stop());

  const prove = (token: string | undefined, password = PASSWORD) => accounts.post('/v1/sessions/current/reauthentications', { password }, token);
  const dangerous = (token: string) => accounts.api.call('GET', '/guarded/dangerous', token);

  it('is asked for once the password was shown more than five minutes ago, and opens the way again', async () => {
    const { access, session } = await accounts.loggedIn();
    const fresh = await dangerous(access);
    await accounts.age(session, '301 seconds');
    const old = await dangerous(access);
    const proven = await prove(access);

    expect([fresh.status, proven.status, (await dangerous(access)).status]).toEqual([200, 204, 200]);
    expect([old.status, old.body['code'], old.body['max_age']]).toEqual([403, 'reauthentication-required', 300]);
  });

  it('opens nothing with another password, and leaves the session as it is', async () => {
    const { access, session } = await accounts.loggedIn();
    await accounts.age(session, '1 hour');

    const refused = await prove(access, 'the password of a thief');

    expect([refused.status, refused.body['code']]).toEqual([422, 'wrong-password']);
    expect([(await dangerous(access)).body['code'], (await accounts.me(access)).status]).toEqual(['reauthentication-required', 200]);
  });

  it('opens no other session of the same customer', async () => {
    const here = await accounts.loggedIn();
    const there = await accounts.loggedIn(here.email);
    await accounts.age(there.session, '1 hour');
    await prove(here.access);

    expect((await dangerous(there.access)).status).toBe(403);
  });

  it('is nothing for nobody, a session that ended, or an API key', async () => {
    const { access, session } = await accounts.loggedIn();
    await accounts.sql(`update identity.sessions set ended_at = now(), end_reason = 'revoked' where id = $1`, [toUuid(session)]);

    expect([(await prove(undefined)).status, (await prove(access)).status, (await prove(ADMIN_KEY)).body['code']]).toEqual([401, 401, 'people-only']);
  });
});

import { AccountsUnderTest } from '../../accounts-under-test.js';

describe('a profile', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
  });
  afterAll(() => accounts.stop());

  const describeMe = (access: string, body: object, match?: string) => accounts.api.call('PATCH', '/v1/customers/me', access, body, match ? { 'if-match': match } : {});

  it('is changed field by field; null removes', async () => {
    const { access } = await accounts.loggedIn();
    const named = await describeMe(access, { name: 'Ada Lovelace', phone: '+49 40 123456' });
    const bare = await describeMe(access, { phone: null });

    expect([named.status, named.body['name'], named.body['phone']]).toEqual([200, 'Ada Lovelace', '+49 40 123456']);
    expect([bare.body['name'], bare.body['phone']]).toEqual(['Ada Lovelace', null]);
    expect((await accounts.me(access)).body).toEqual(bare.body);
  });

  it('is not overwritten by who has not seen the last change', async () => {
    const { access } = await accounts.loggedIn();
    const seen = String((await accounts.me(access)).headers['etag']);
    const first = await describeMe(access, { name: 'Ada Lovelace' }, seen);
    const second = await describeMe(access, { name: 'Ada King' }, seen);

    expect([first.status, first.headers['etag'] === seen]).toEqual([200, false]);
    expect([second.status, second.body['code'], second.body['current_version']]).toEqual([412, 'precondition-failed', 2]);
    expect((await accounts.me(access)).body['name']).toBe('Ada Lovelace');
  });

  it('takes one of ten changes that were made of the same version', async () => {
    const { access } = await accounts.loggedIn();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => describeMe(access, { name: `Ada ${i}` }, '"1"')));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });

  it.each(['email', 'id', 'status', 'version', 'password_hash', 'credentials_version', 'created_at'])('has no field %s that could be set', async (field) => {
    const { access, id } = await accounts.loggedIn();
    const before = await accounts.sql('select * from identity.customers order by id');
    const refused = await describeMe(access, { name: 'Eve', [field]: 'erased' });

    expect([refused.status, refused.body['code'], id]).toEqual([400, 'invalid-request', id]);
    expect(await accounts.sql('select * from identity.customers order by id')).toEqual(before);
  });
});

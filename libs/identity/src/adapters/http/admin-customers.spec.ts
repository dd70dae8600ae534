import { newId, toUuid } from '@holdfast/kernel';
import { AccountsUnderTest } from '../../accounts-under-test.js';
import { ADMIN_KEY } from '../../identity-under-test.js';

describe('customers, for staff', () => {
  let accounts: AccountsUnderTest;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start(ADMIN_KEY);
  });
  afterAll(() => accounts.stop());

  const CUSTOMERS = '/v1/admin/customers';
  const get = (path = '', key = ADMIN_KEY) => accounts.api.call('GET', `${CUSTOMERS}${path}`, key);
  const act = (id: string, action: 'disablements' | 'enablements', key = ADMIN_KEY) => accounts.post(`${CUSTOMERS}/${id}/${action}`, {}, key);
  const keyWith = async (...scopes: string[]): Promise<string> => (await accounts.post('/v1/admin/api-keys', { name: 'Some', scopes }, ADMIN_KEY)).body['secret'];
  const events = (id: string) => accounts.sql(`select type from platform.outbox where subject = $1 order by version`, [toUuid(id)]);

  it('are listed newest first, page by page', async () => {
    const made = [];
    for (let i = 0; i < 3; i++) made.push(await accounts.account());
    const first = (await get('?limit=2')).body;
    const second = (await get(`?limit=2&cursor=${first['page'].next_cursor}`)).body;

    const emails = [...first['data'], ...second['data']].map(({ email }) => email);
    expect(emails.slice(0, 3)).toEqual(made.toReversed());
    expect(new Set(emails).size).toBe(emails.length);
  });

  it('are found by their address, exactly and in whatever case', async () => {
    const { id, email } = await accounts.loggedIn();
    const found = (await get(`?email=${encodeURIComponent(email.toUpperCase())}`)).body['data'];

    expect(found).toEqual([{ id, email, name: 'Ada', phone: null, status: 'active', created_at: expect.any(String), updated_at: expect.any(String) }]);
    expect((await get(`?email=${encodeURIComponent(email.slice(1))}`)).body['data']).toEqual([]);
    const one = await get(`/${id}`);
    expect([one.status, one.headers['etag'], one.body]).toEqual([200, '"1"', found[0]]);
    expect((await get(`/${newId('cus')}`)).body['code']).toBe('customer-not-found');
  });

  it('who are disabled are out at once, and stay out', async () => {
    const { id, email, access, refresh } = await accounts.loggedIn();
    const disabled = await act(id, 'disablements');

    expect([disabled.status, disabled.body['status'], disabled.headers['etag']]).toEqual([201, 'disabled', '"2"']);
    expect([(await accounts.me(access)).status, (await accounts.post('/v1/sessions/refreshes', { refresh_token: refresh })).status, (await accounts.logIn(email)).status]).toEqual([401, 401, 401]);
    expect(await accounts.sql('select end_reason from identity.sessions where subject_id = $1', [toUuid(id)])).toEqual([{ end_reason: 'account-closed' }]);
    expect(await accounts.sql(`select action, actor from platform.audit_entries where resource_id = $1 and kind = 'security' and action like 'account.%'`, [id])).toEqual([
      { action: 'account.disabled', actor: expect.stringMatching(/^key_/) },
    ]);
  });

  it('who are enabled again log in anew; their old sessions stay ended', async () => {
    const { id, email, access } = await accounts.loggedIn();
    await act(id, 'disablements');
    const enabled = await act(id, 'enablements');

    expect([enabled.status, enabled.body['status']]).toEqual([201, 'active']);
    expect([(await accounts.me(access)).status, (await accounts.logIn(email)).status]).toEqual([401, 201]);
    expect((await events(id)).map(({ type }) => type)).toEqual(['identity.customer-registered.v1', 'identity.customer-disabled.v1', 'identity.customer-enabled.v1']);
  });

  it('are disabled once, however often it is asked for at once', async () => {
    const { id } = await accounts.loggedIn();
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, 'disablements')));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect((await events(id)).map(({ type }) => type)).toEqual(['identity.customer-registered.v1', 'identity.customer-disabled.v1']);
  });

  it('who were erased do not come back', async () => {
    const { id } = await accounts.loggedIn();
    await accounts.sql(`update identity.customers set status = 'erased', email = null, name = '', phone = null, password_hash = null where id = $1`, [toUuid(id)]);

    expect([(await act(id, 'enablements')).body['code'], (await act(id, 'disablements')).body['code'], (await get(`/${id}`)).body['email']]).toEqual(['customer-erased', 'customer-erased', null]);
    expect((await act(newId('cus'), 'disablements')).body['code']).toBe('customer-not-found');
  });

  it('are seen with customers:read and disabled with customers:write alone', async () => {
    const { id, access } = await accounts.loggedIn();
    const [reading, writing, other] = [await keyWith('customers:read'), await keyWith('customers:write'), await keyWith('orders:write')];

    expect(await Promise.all([reading, writing, other, access].map(async (key) => (await get('', key)).status))).toEqual([200, 403, 403, 403]);
    expect(await Promise.all([reading, other, access].map(async (key) => (await act(id, 'disablements', key)).status))).toEqual([403, 403, 403]);
    expect((await accounts.me(access)).status).toBe(200);
    expect((await act(id, 'disablements', writing)).status).toBe(201);
  });
});

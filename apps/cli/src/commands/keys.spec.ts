import { sql } from '../../../../test/support/sql.js';
import { Shop } from '../../../../test/support/shop.js';
import { cli } from '../cli-under-test.js';

describe('keys', () => {
  let shop: Shop;
  let run: ReturnType<typeof cli>;
  beforeAll(async () => {
    shop = await Shop.open();
    run = cli({ DATABASE_URL: shop.database.url, HOLDFAST_SECRET: 'a secret of this spec alone, long enough', HOLDFAST_TEST_MODE: 'true' });
  });
  afterAll(() => shop.close());

  const withKey = (secret: string, path = '/v1/admin/stock-levels') => shop.ask('GET', path, { headers: { authorization: `Bearer ${secret}` } });
  const make = async (...more: string[]) => (await run('keys', 'create', '--name', 'Scanner', '--scopes', 'inventory:read', '--json', ...more)).json();

  it('are made with what they may do, and nothing else', async () => {
    const made = await make();

    expect(made).toEqual({ id: expect.stringMatching(/^key_/), name: 'Scanner', scopes: ['inventory:read'], expires_at: null, secret: expect.stringMatching(/^sk_/) });
    expect([(await withKey(made.secret)).status, (await withKey(made.secret, '/v1/admin/api-keys')).status]).toEqual([200, 403]);
  });

  it('show their secret once: to whoever makes them, never in the list', async () => {
    const { said } = await run('keys', 'create', '--name', 'Till', '--scopes', 'orders:read, orders:write');
    const secret = /^sk_\S+$/m.exec(said.join('\n'))![0];
    const [list, asJson] = [await run('keys', 'list'), await run('keys', 'list', '--json')];

    expect((await withKey(secret, '/v1/admin/orders')).status).toBe(200);
    expect(said.join('\n')).toContain('may orders:read, orders:write.');
    expect(list.said.join('\n')).toMatch(/key_\w+ {2}active {3}sk_\S+… {2}Till\n {4}orders:read orders:write\n {4}/);
    expect(`${list.said.join('\n')}${asJson.said.join('\n')}`).not.toContain(secret);
    expect(asJson.json()[0]).toMatchObject({ name: 'Till', status: 'active', expires_at: null });
  });

  it('are all listed, however many there are', async () => {
    await sql(shop.database.url, `insert into identity.api_keys (id, name, prefix, scopes, created_at) select gen_random_uuid(), 'many', 'sk_many0', '{ops:read}', now() from generate_series(1, 205)`);

    const listed = (await run('keys', 'list', '--json')).json();

    expect(listed.filter(({ name }: { name: string }) => name === 'many')).toHaveLength(205);
  });

  it('end when they are revoked, and may be revoked again', async () => {
    const { id, secret } = await make();
    const [first, again] = [await run('keys', 'revoke', id), await run('keys', 'revoke', id, '--json')];

    expect([first.status, again.json()]).toEqual([0, { id, status: 'revoked' }]);
    expect((await withKey(secret)).status).toBe(401);
  });

  it('take a new secret, beside which the old one counts for a while', async () => {
    const { id, secret } = await make();

    const rotated = (await run('keys', 'rotate', id, '--overlap', '60', '--json')).json();

    expect(await Promise.all([secret, rotated.secret].map(async (one: string) => (await withKey(one)).status))).toEqual([200, 200]);
    expect(rotated).toMatchObject({ id, previous_secret_valid_until: expect.any(String) });
  });

  it('are in the audit log, with the command that made them', async () => {
    const { id } = await make();

    const entries = await sql(shop.database.url, `select actor, action, operation from platform.audit_entries where resource = 'identity.api_keys' and resource_id = $1`, [id]);

    expect(entries).toEqual([{ actor: 'cli', action: 'holdfast keys create', operation: 'insert' }]);
  });

  it.each([
    [['create', '--name', 'x', '--scopes', 'everything'], 2, 'There is no permission "everything". There are catalog:read'],
    [['create', '--name', ' ', '--scopes', 'ops:read'], 2, '--name is 1 to 200'],
    [['create', '--scopes', 'ops:read'], 2, '--name'],
    [['create', '--name', 'x', '--scopes', 'ops:read', '--expires', 'tomorrow'], 2, 'not a time like'],
    [['create', '--name', 'x', '--scopes', 'ops:read', '--expires', '2001-01-01T00:00:00Z'], 1, 'expires_at must lie in the future'],
    [['revoke', 'key_1'], 2, 'is not the id of an API key'],
    [['revoke', 'key_01h455vb4pex5vsknk084sn02q'], 1, 'There is no API key with this id.'],
  ])('refuse %j', async (args, status, says) => {
    const outcome = await run('keys', ...args);

    expect([outcome.status, outcome.said]).toEqual([status, []]);
    expect(outcome.warned.join('\n')).toContain(says);
  });
});

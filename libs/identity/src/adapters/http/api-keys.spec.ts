import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { ADMIN_KEY, type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';

const KEYS = '/v1/admin/api-keys';
const GUARDED = '/guarded/orders';

describe('API keys', () => {
  let database: TestDatabase;
  let client: Client;
  let shop: IdentityUnderTest;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    shop = await startIdentity(database.url, ADMIN_KEY);
  });

  afterAll(async () => {
    await shop?.stop();
    await client?.end();
    await database?.drop();
  });

  const create = (scopes: string[], key = ADMIN_KEY, more: object = {}) => shop.call('POST', KEYS, key, { name: 'Till', scopes, ...more });
  const works = async (secret: string): Promise<boolean> => (await shop.call('GET', GUARDED, secret)).status === 200;

  it('shows the secret once and keeps only its hash', async () => {
    const { status, body } = await create(['orders:read']);
    const listed = await shop.call('GET', KEYS, ADMIN_KEY);
    const { rows } = await client.query(`select to_jsonb(k)::text || to_jsonb(s)::text as text from identity.api_keys k join identity.api_key_secrets s on s.key_id = k.id`);

    expect(status).toBe(201);
    expect(body['secret']).toMatch(/^sk_[A-Za-z0-9_-]{43}$/);
    expect(body).toMatchObject({ name: 'Till', scopes: ['orders:read'], status: 'active', prefix: (body['secret'] as string).slice(0, 8), expires_at: null });
    expect(listed.body['data'][0]).toMatchObject({ id: body['id'], prefix: body['prefix'] });
    expect(listed.text + JSON.stringify(rows)).not.toContain((body['secret'] as string).slice(9));
  });

  it('gives the same answer, secret included, to a repeated Idempotency-Key', async () => {
    const headers = { 'idempotency-key': '7f2b6f0c-key-of-the-spec' };
    const first = await shop.call('POST', KEYS, ADMIN_KEY, { name: 'Once', scopes: ['orders:read'] }, headers);

    const again = await shop.call('POST', KEYS, ADMIN_KEY, { name: 'Once', scopes: ['orders:read'] }, headers);

    expect(again.text).toBe(first.text);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it.each([
    ['no scopes', { scopes: [] }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['a scope twice', { scopes: ['orders:read', 'orders:read'] }],
    ['no name', { name: '' }],
    ['a malformed time', { expires_at: 'tomorrow' }],
    ['an unknown field', { admin: true }],
  ])('refuses %s', async (_what, change) => {
    const answer = await create(['orders:read'], ADMIN_KEY, change);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  it('refuses a key that would be expired from the start', async () => {
    const answer = await create(['orders:read'], ADMIN_KEY, { expires_at: '2020-01-01T00:00:00Z' });

    expect(answer).toMatchObject({ status: 422, body: { code: 'api-key-expiry-in-the-past' } });
  });

  it('lets nobody make or rotate a key that may do more than they may', async () => {
    const clerk = (await create(['keys:write', 'keys:read'])).body['secret'] as string;
    const strong = (await create(['orders:read', 'orders:write'])).body['id'] as string;

    const made = await create(['orders:read', 'keys:read'], clerk);
    const rotated = await shop.call('POST', `${KEYS}/${strong}/rotations`, clerk, {});

    expect(made).toMatchObject({ status: 403, body: { code: 'scope-not-held', missing_scopes: ['orders:read'] } });
    expect(rotated).toMatchObject({ status: 403, body: { code: 'scope-not-held', missing_scopes: ['orders:read', 'orders:write'] } });
  });

  it('keeps keys:read and keys:write apart', async () => {
    const reader = (await create(['keys:read'])).body['secret'] as string;
    const writer = (await create(['keys:write'])).body['secret'] as string;

    const answers = await Promise.all([shop.call('GET', KEYS, reader), create(['keys:read'], reader), shop.call('GET', KEYS, writer)]);

    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403]);
  });

  it('pages through the keys, each once, newest first', async () => {
    for (let i = 0; i < 5; i++) await create(['orders:read']);
    const ids: string[] = [];

    let path: string | undefined = `${KEYS}?limit=2`;
    while (path) {
      const { body } = await shop.call('GET', path, ADMIN_KEY);
      ids.push(...body['data'].map((key: { id: string }) => key.id));
      path = body['page'].next_cursor ? `${KEYS}?limit=2&cursor=${body['page'].next_cursor}` : undefined;
    }

    const { rows } = await client.query('select count(*)::int as count from identity.api_keys');
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(ids).toHaveLength(rows[0].count);
  });

  it('revokes for ever, and again without complaint', async () => {
    const { id, secret } = (await create(['orders:read'])).body;

    const answers = [await shop.call('DELETE', `${KEYS}/${id}`, ADMIN_KEY), await shop.call('DELETE', `${KEYS}/${id}`, ADMIN_KEY)];

    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(await works(secret)).toBe(false);
    await expect(client.query(`update identity.api_keys set revoked_at = null where revoked_at is not null`)).rejects.toThrow('stays revoked');
    expect(await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {})).toMatchObject({ status: 409, body: { code: 'api-key-not-active' } });
  });

  it('answers 404 for a key that does not exist', async () => {
    const unknown = `${KEYS}/key_01h455vb4pex5vsknk084sn02q`;

    const answers = [await shop.call('DELETE', unknown, ADMIN_KEY), await shop.call('POST', `${unknown}/rotations`, ADMIN_KEY, {}), await shop.call('DELETE', `${KEYS}/1`, ADMIN_KEY)];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  describe('a rotation', () => {
    it('ends the old secret at once without an overlap', async () => {
      const { id, secret } = (await create(['orders:read'])).body;

      const { status, body } = await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {});

      expect([status, body['id']]).toEqual([201, id]);
      expect([await works(secret), await works(body['secret'])]).toEqual([false, true]);
    });

    it('lets both secrets count during the overlap, and the old one no longer', async () => {
      const { id, secret } = (await create(['orders:read'])).body;

      const { body } = await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, { overlap_seconds: 3_600 });
      const during = [await works(secret), await works(body['secret'])];
      await client.query('update identity.api_key_secrets set valid_until = now() where valid_until is not null');
      const after = [await works(secret), await works(body['secret'])];

      expect([during, after]).toEqual([[true, true], [false, true]]);
      expect(Date.parse(body['previous_secret_valid_until']) - Date.now()).toBeGreaterThan(3_500_000);
    });

    it('never makes an earlier secret count longer than it was told to', async () => {
      const { id, secret } = (await create(['orders:read'])).body;
      const second = (await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {})).body;

      await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, { overlap_seconds: 60 });

      expect([await works(secret), await works(second['secret'])]).toEqual([false, true]);
    });

    it('leaves one current secret when 10 come at once', async () => {
      const { id } = (await create(['orders:read'])).body;

      const made = await Promise.all(Array.from({ length: 10 }, () => shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {})));

      const counting = await Promise.all(made.map(({ body }) => works(body['secret'])));
      expect(made.every(({ status }) => status === 201)).toBe(true);
      expect(counting.filter(Boolean)).toHaveLength(1);
    });

    it('never revives a key that is revoked at the same time', async () => {
      const { id } = (await create(['orders:read'])).body;
      const rotations = Array.from({ length: 5 }, () => shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {}));

      const answers = await Promise.all([...rotations, shop.call('DELETE', `${KEYS}/${id}`, ADMIN_KEY), shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, {})]);

      const secrets = answers.flatMap(({ status, body }) => (status === 201 ? [body['secret'] as string] : []));
      expect(answers.map(({ status }) => status).filter((status) => ![201, 204, 409].includes(status))).toEqual([]);
      expect(await Promise.all(secrets.map(works))).not.toContain(true);
    });

    it.each([-1, 86_401, 1.5, '60'])('refuses an overlap of %p seconds', async (overlap_seconds) => {
      const { id } = (await create(['orders:read'])).body;

      const answer = await shop.call('POST', `${KEYS}/${id}/rotations`, ADMIN_KEY, { overlap_seconds });

      expect(answer.status).toBe(400);
    });
  });
});

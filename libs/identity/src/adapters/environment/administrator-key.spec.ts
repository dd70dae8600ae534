import { CommandBus } from '@nestjs/cqrs';
import { Client } from 'pg';
import { SCOPES } from '@holdfast/platform';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { EnsureAdministratorKey } from '../../application/ensure-administrator-key.js';
import { ADMIN_KEY, createIdentity, type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';

describe('the administrator key from the environment', () => {
  let database: TestDatabase;
  let client: Client;
  const running: IdentityUnderTest[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((shop) => shop.stop()));
    await client.end();
    await database.drop();
  });

  const start = async (): Promise<IdentityUnderTest> => {
    const shop = await startIdentity(database.url, ADMIN_KEY);
    running.push(shop);
    return shop;
  };
  const keys = async () => (await client.query('select name, scopes, revoked_at from identity.api_keys')).rows;

  it('is one key with all scopes when 4 processes start at once', async () => {
    const shops = await Promise.all([start(), start(), start(), start()]);

    const answers = await Promise.all(shops.map((shop) => shop.call('GET', '/guarded/orders', ADMIN_KEY)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await keys()).toEqual([{ name: 'Administrator (from the environment)', scopes: [...SCOPES].sort(), revoked_at: null }]);
  });

  it('is one key when it is made known 20 times at once', async () => {
    const shop = await startIdentity(database.url);
    running.push(shop);
    const commands = shop.app.get(CommandBus);

    await Promise.all(Array.from({ length: 20 }, () => commands.execute(new EnsureAdministratorKey(ADMIN_KEY, SCOPES))));

    expect(await keys()).toHaveLength(1);
  });

  it('gets the scopes that a new version brings', async () => {
    const shop = await start();
    await client.query(`update identity.api_keys set scopes = '{orders:read}'`);

    await shop.app.get(CommandBus).execute(new EnsureAdministratorKey(ADMIN_KEY, SCOPES));

    expect((await keys())[0].scopes).toHaveLength(SCOPES.length);
  });

  it('stays revoked through a restart', async () => {
    const shop = await start();
    const { body } = await shop.call('GET', '/v1/admin/api-keys', ADMIN_KEY);
    await shop.call('DELETE', `/v1/admin/api-keys/${body['data'][0].id}`, ADMIN_KEY);

    const restarted = await start();

    expect((await restarted.call('GET', '/guarded/orders', ADMIN_KEY)).status).toBe(401);
    expect(await keys()).toHaveLength(1);
  });

  it('stays exchanged after a rotation and a restart', async () => {
    const shop = await start();
    const { body } = await shop.call('GET', '/v1/admin/api-keys', ADMIN_KEY);
    await shop.call('POST', `/v1/admin/api-keys/${body['data'][0].id}/rotations`, ADMIN_KEY, {});

    const restarted = await start();

    expect((await restarted.call('GET', '/guarded/orders', ADMIN_KEY)).status).toBe(401);
  });

  it('is made known as soon as the database is ready for it', async () => {
    await client.query('alter table identity.api_keys rename to elsewhere');
    const shop = await start();
    const before = await shop.call('GET', '/guarded/public');

    await client.query('alter table identity.elsewhere rename to api_keys');
    let answer = await shop.call('GET', '/guarded/orders', ADMIN_KEY);
    while (answer.status === 401) answer = await shop.call('GET', '/guarded/orders', ADMIN_KEY);

    expect([before.status, answer.status]).toEqual([200, 200]);
  });

  it('keeps the process from starting when it has the wrong form', async () => {
    const app = await createIdentity(database.url, 'sk_short');

    const starting = app.init();

    await expect(starting).rejects.toThrow('HOLDFAST_ADMIN_KEY must be');
    await app.close();
  });
});

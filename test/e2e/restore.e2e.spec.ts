import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connected } from '../../apps/cli/src/connection.js';
import { durabilityFindings } from '../../apps/cli/src/doctor/durability.js';
import { migrate } from '../../apps/cli/src/migrate.js';
import { ensureDatabase } from '../../apps/launcher/src/databases.js';
import { startSandbox } from '../../apps/sandbox/src/server.js';
import { ArchivedServer } from '../support/archived-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import type { PostgresServer } from '../support/postgres-server.js';
import { Shop } from '../support/shop.js';
import { sweepAfterCrash } from '../support/sweep.js';

const MINUTES = 60_000;

describe('a database that is lost and restored to a moment', () => {
  let folder: string;
  let books: TestDatabase;
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let server: ArchivedServer;
  let restored: PostgresServer | undefined;
  let shop: Shop | undefined;
  const secret = randomBytes(32).toString('base64url');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-restore-'));
    // The user that PostgreSQL runs as must be able to enter.
    chmodSync(folder, 0o755);
    sweepAfterCrash(folder);
    books = await createTestDatabase();
    sandbox = await startSandbox({ port: 0, databaseUrl: books.url, logLevel: 'silent' });
    server = await ArchivedServer.start(folder, randomBytes(16).toString('hex'));
    await ensureDatabase(server.primary.url('postgres'), 'shop');
    await migrate(server.primary.url('shop'), undefined, true);
  }, 2 * MINUTES);
  afterAll(async () => {
    await shop?.close();
    await sandbox.close();
    await server.primary.stop();
    await restored?.stop();
    await books.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (on: PostgresServer) => Shop.open({ settings: { DATABASE_URL: on.url('shop'), HOLDFAST_SECRET: secret, STRIPE_API_BASE: sandbox.url } });

  async function buy(at: Shop, variant: string): Promise<string> {
    const { status, body, text } = await checkOut(at, await cartWith(at, [variant, 1]), { payment: card() });
    if (status !== 201) throw new Error(text);
    return body.order.id;
  }

  const ordersOf = async (at: Shop): Promise<string[]> => (await at.admin('GET', '/v1/admin/orders?limit=100')).body.data.map(({ id }: { id: string }) => id);

  it('has the orders of before and none of after, keeps all its promises, and sells on', async () => {
    shop = await open(server.primary);
    const variant = await sellable(shop, { stock: 10 });
    const before = [await buy(shop, variant)];
    await server.takeBaseBackup();
    before.push(await buy(shop, variant), await buy(shop, variant));
    const moment = await server.moment();
    const after = [await buy(shop, variant), await buy(shop, variant)];
    await server.archiveAll();
    const care = await connected(server.primary.url('shop'), durabilityFindings);
    await shop.close();
    shop = undefined;

    await server.lose();
    restored = await server.restore(moment);
    shop = await open(restored);

    expect((await ordersOf(shop)).toSorted()).toEqual(before.toSorted());
    expect(after).toHaveLength(2);
    expect(care.filter(({ state }) => state !== 'ok')).toEqual([]);
    await expectProof(shop);
    const levels = (await shop.admin('GET', `/v1/admin/stock-levels?variant=${variant}`)).body.data;
    expect(levels).toMatchObject([{ on_hand: 10, available: 7 }]);
    const next = await buy(shop, variant);
    expect(await ordersOf(shop)).toContain(next);
    await expectProof(shop);
  }, 3 * MINUTES);
});

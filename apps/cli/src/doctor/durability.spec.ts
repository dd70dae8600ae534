import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../../test/support/eventually.js';
import { PostgresServer } from '../../../../test/support/postgres-server.js';
import { sql } from '../../../../test/support/sql.js';
import { sweepAfterCrash } from '../../../../test/support/sweep.js';
import { connected } from '../connection.js';
import { capacityFinding } from './capacity.js';
import { clockFinding } from './clocks.js';
import { durabilityFindings } from './durability.js';
import { nodeFinding, postgresFinding } from './versions.js';

describe('durability', () => {
  let folder: string;
  let server: PostgresServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-doctor-'));
    // The user that PostgreSQL runs as must be able to enter.
    chmodSync(folder, 0o755);
    sweepAfterCrash(folder);
    server = new PostgresServer({ folder, name: 'server', password: randomBytes(16).toString('hex') });
    await server.start();
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const findings = () => connected(server.url('postgres'), durabilityFindings);
  const faults = async () => (await findings()).filter(({ state }) => state === 'fault');
  const set = async (statement: string) => {
    await sql(server.url('postgres'), statement);
    await sql(server.url('postgres'), 'select pg_reload_conf()');
  };

  it('is what a server has by default', async () => {
    const found = await findings();

    expect(found.map(({ check, state }) => [check, state])).toEqual([
      ['durability.fsync', 'ok'], ['durability.full_page_writes', 'ok'], ['durability.synchronous_commit', 'ok'], ['durability.data_checksums', 'ok'], ['durability.archive', 'warning'],
    ]);
  });

  it.each([
    ['for the role', 'alter role holdfast', 'for holdfast in every database', 'alter role holdfast reset synchronous_commit;'],
    ['for the database', 'alter database postgres', 'for every role in postgres', 'alter database postgres reset synchronous_commit;'],
    ['for the role in the database', 'alter role holdfast in database postgres', 'for holdfast in postgres', 'alter role holdfast in database postgres reset synchronous_commit;'],
  ])('is not there when synchronous_commit is off %s', async (_, alter, says, todo) => {
    await set(`${alter} set synchronous_commit = off`);
    const off = await faults();
    // What is advised mends it.
    await set(todo);

    expect(off).toEqual([{ check: 'durability.synchronous_commit', state: 'fault', says: expect.stringContaining(says), todo }]);
    expect(await faults()).toEqual([]);
  });

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('is not there when %s is off in the file of the server', async (name) => {
    await set(`alter system set ${name} = off`);
    await eventually(async () => expect(await faults()).toMatchObject([{ check: `durability.${name}`, says: expect.stringContaining('(configuration file)') }]));

    await set(`alter system set ${name} = on`);

    await eventually(async () => expect(await faults()).toEqual([]));
  });

  it('is not there when the address of the database turns it off', async () => {
    const off = await connected(`${server.url('postgres')}?options=-c%20synchronous_commit%3Doff`, durabilityFindings);

    expect(off.filter(({ state }) => state === 'fault')).toMatchObject([{ says: expect.stringContaining('(client)'), todo: 'Take it out of DATABASE_URL.' }]);
  });
});

describe('what the doctor compares', () => {
  it.each([[0, 5, 'ok'], [-900, 5, 'ok'], [1_200, 500, 'ok'], [1_200, 5, 'warning'], [-9_000, 5, 'warning'], [11_000, 5, 'fault'], [-11_000, 5, 'fault']])('a clock that is %d ms off, give or take %d, is: %s', (skew, within, state) => {
    expect(clockFinding(skew, within).state).toBe(state);
  });

  it.each([['24.8.0', 'fault'], ['24.9.0', 'ok'], ['26.10.0', 'ok'], ['20.20.2', 'fault']])('Node %s is: %s', (version, state) => {
    expect(nodeFinding(version).state).toBe(state);
  });

  it.each([[140_012, 'fault'], [150_004, 'warning'], [170_000, 'warning'], [180_004, 'ok'], [190_001, 'ok']])('PostgreSQL of number %d is: %s', (number, state) => {
    expect(postgresFinding(number, String(number)).state).toBe(state);
  });

  it.each([[100, 'ok'], [66, 'warning'], [59, 'fault']])('room for %d connections is: %s', (most, state) => {
    expect(capacityFinding({ most, reserved: 3, others: 0 }, { poolMax: 10, queuesInPostgres: true, apis: 1, workers: 1 }).state).toBe(state);
  });
});

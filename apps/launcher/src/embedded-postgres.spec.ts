import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isGone } from './alive.js';
import { checkDatabase, ensureDatabase } from './databases.js';
import { type Postgres, startPostgres } from './embedded-postgres.js';

describe('the embedded PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-embedded-'));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const said: string[] = [];
  const start = (port?: number): Promise<Postgres> =>
    startPostgres({
      dataDir,
      password: 'with space/and:signs',
      port,
      say: (line) => said.push(line),
    });
  let server: Postgres;

  beforeAll(async () => {
    server = await start();
    await ensureDatabase(server.url('postgres'), 'shop');
    await query('CREATE TABLE note (text text)');
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => void said.splice(0));

  async function query(sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: server.url('shop') });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const notes = (): Promise<unknown[]> => query('SELECT text FROM note ORDER BY text');

  it('is durable', async () => {
    const rows = await query(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  it('keeps its data over an orderly stop', async () => {
    await query(`INSERT INTO note VALUES ('before the stop')`);
    await server.stop();
    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
    server = await start();
    expect(await notes()).toEqual([{ text: 'before the stop' }]);
  });

  it('keeps its data over kill -9 of the server', async () => {
    await query(`INSERT INTO note VALUES ('before the kill')`);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await start();
    expect(await notes()).toContainEqual({ text: 'before the kill' });
  });

  it('takes over from a server that a killed launcher left running', async () => {
    const old = server;
    server = await start();
    expect(server.pid).not.toBe(old.pid);
    expect(await isGone(old.pid, 1000)).toBe(true);
    expect(said).toEqual(['The database of an earlier start still runs; stopping it first…']);
    expect(await notes()).toHaveLength(2);
  });

  it('starts although the id in its pid file belongs to another process by now', async () => {
    const pidFile = join(dataDir, 'postmaster.pid');
    const left = readFileSync(pidFile, 'utf8');
    await server.stop();
    const other = spawn('sleep', ['60'], { uid: process.getuid?.() === 0 ? 65_534 : undefined });
    try {
      writeFileSync(pidFile, left.replace(/^\d+/, String(other.pid)));
      server = await start();
      expect(other.exitCode).toBeNull();
      expect(await notes()).toHaveLength(2);
    } finally {
      other.kill();
    }
  });

  it('listens on the port it is given and says when that is taken', async () => {
    const { port } = server;
    await server.stop();
    server = await start(port);
    expect(server.port).toBe(port);
    const neighbour = startPostgres({
      dataDir: join(folder, 'neighbour'),
      password: 'x',
      durable: false,
      port,
    });
    await expect(neighbour).rejects.toThrow(`Port ${port} is taken`);
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong'), 'refuses user "holdfast"'],
    [
      'a missing database',
      (url: URL) => (url.pathname = '/nowhere'),
      'There is no database "nowhere"',
    ],
    [
      'a port nobody listens on',
      (url: URL) => (url.port = '1'),
      'No PostgreSQL answers at 127.0.0.1:1',
    ],
  ])('explains %s in one sentence', async (_case, spoil, sentence) => {
    const url = new URL(server.url('shop'));
    spoil(url);
    await expect(checkDatabase(url.href, 'DATABASE_URL')).rejects.toThrow(sentence);
  });
});

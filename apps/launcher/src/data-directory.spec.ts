import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from './data-directory.js';

describe('what a launcher leaves to commands beside it', () => {
  let folder: string;
  let data: DataDirectory;
  let launcher: ChildProcess;
  const SETTINGS = { DATABASE_URL: 'postgres://a@127.0.0.1/b', HOLDFAST_SECRET: 'a secret' };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-data-'));
    data = new DataDirectory(folder);
    launcher = spawn(process.execPath, ['-e', `process.stdout.write('up'); setInterval(() => {}, 1_000)`, 'launcher'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(launcher.stdout!, 'data');
    writeFileSync(join(folder, 'launcher.lock'), String(launcher.pid));
    data.tell(SETTINGS);
  });
  afterEach(() => {
    launcher.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('is there as long as it runs, for its owner alone', () => {
    expect(data.running()).toEqual(SETTINGS);
    expect(statSync(join(folder, 'running.json')).mode & 0o077).toBe(0);
  });

  it('is gone when it stops', () => {
    data.release();

    expect(data.running()).toBeUndefined();
  });

  it('does not count when it was killed', async () => {
    const ended = once(launcher, 'exit');
    launcher.kill('SIGKILL');
    await ended;

    expect(data.running()).toBeUndefined();
  });

  it('is nothing in a folder where none ever ran', () => {
    expect(new DataDirectory(join(folder, 'elsewhere')).running()).toBeUndefined();
  });
});

import { createTestDatabase } from './database.js';
import { Program } from './program.js';

describe('a program of the shop', () => {
  it('is killed by its process and comes back at the same address', async () => {
    const database = await createTestDatabase();
    const sandbox = await Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: database.url } });
    const { pid, url } = sandbox;

    await sandbox.kill();
    expect(sandbox.isRunning).toBe(false);
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
    await sandbox.restart();

    expect(sandbox.pid).not.toBe(pid);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await sandbox.stop();
    await database.drop();
  });

  it('that cannot start says why', async () => {
    await expect(Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: 'nonsense' } })).rejects.toThrow('SANDBOX_DATABASE_URL must be a URL');
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { childEnv } from '@holdfast/config';
import { freePort } from '../../apps/launcher/src/ports.js';
import { eventually } from './eventually.js';

const ENTRY = fileURLToPath(new URL('../../dist/apps/api/src/main.js', import.meta.url));

/** A spec is one address and one key. */
const LIMITS = { RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000', RATE_LIMIT_KEY_PER_MINUTE: '1000000', RATE_LIMIT_LENIENCY: '1000' };

/** The built API as a process of its own, that can be killed. */
export class ApiProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
    if (!existsSync(ENTRY)) throw new Error('The API is not built: npm run build');
    const port = await freePort();
    const child = spawn(process.execPath, [ENTRY], { env: childEnv({ LOG_LEVEL: 'silent', ...LIMITS, ...env, PORT: String(port), NODE_OPTIONS: undefined }), stdio: ['ignore', 'ignore', 'inherit'] });
    const api = new ApiProcess(`http://127.0.0.1:${port}`, child);
    // A test that is ended must not leave a process behind.
    process.once('exit', () => child.kill('SIGKILL'));
    await eventually(async () => {
      const { status } = await fetch(`${api.url}/readyz`);
      if (status !== 200) throw new Error(`The API is not ready: ${status}`);
    }, 20_000);
    return api;
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

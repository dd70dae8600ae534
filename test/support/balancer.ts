import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../apps/launcher/src/ports.js';
import { eventually } from './eventually.js';

const STATISTICS = '/_balancer';
/** Its column there. */
const STATUS = 17;

/** A request is sent to the next server only when nothing of it can have arrived at the first. */
const configuration = (port: number, servers: readonly string[]): string => `
global
  maxconn 512
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  timeout check 2s
  option redispatch
  retries 2
  retry-on conn-failure
listen shop
  bind 127.0.0.1:${port}
  option httpchk GET /readyz
  stats enable
  stats uri ${STATISTICS}
  default-server check inter 500ms fall 2 rise 1
${servers.map((url, i) => `  server api${i + 1} ${new URL(url).host}`).join('\n')}
`;

/** HAProxy before the instances of an API. */
export class Balancer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Error when there is no HAProxy, or it does not start */
  static async before(servers: readonly string[], folder: string): Promise<Balancer> {
    const port = await freePort();
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configuration(port, servers));
    const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    await once(child, 'spawn');
    process.once('exit', () => child.kill('SIGKILL'));
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => {
      const { status, body } = await fetch(`${url}/livez`);
      await body?.cancel();
      if (status !== 200) throw new Error(`HAProxy answers ${status}`);
    });
    return new Balancer(url, child);
  }

  /** How many of the servers get requests. */
  async serving(): Promise<number> {
    const statistics = await (await fetch(`${this.url}${STATISTICS};csv`)).text();
    return statistics.split('\n').filter((line) => /^shop,api\d+,/.test(line) && line.split(',')[STATUS]!.startsWith('UP')).length;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

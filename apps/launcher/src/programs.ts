import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv } from '@holdfast/config';
import type { Plan } from './plan.js';
import { SupervisedProgram } from './processes.js';
import { Refusal, type Say } from './refusal.js';
import type { Shutdown } from './shutdown.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** Brings the database to the state that these programs expect. */
export function runMigrations(root: string, env: Env, say: Say): Promise<void> {
  const entry = entryOf(root, 'cli');
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['--enable-source-maps', entry, 'migrate'],
      { env: childEnv(env) },
      (error, out, err) => {
        if (error)
          return fail(
            new Refusal(
              `The database could not be migrated.\n${(err || out || error.message).trim()}`,
            ),
          );
        const summary = out.trim().split('\n').at(-1);
        if (summary) say(summary);
        done();
      },
    );
  });
}

/** Starts the programs of the shop one after another, each known to `shutdown` from then on. */
export class Programs {
  readonly #started: SupervisedProgram[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly logsFolder: string,
    private readonly shutdown: Shutdown,
    private readonly say: Say,
  ) {}

  /** Begins to start `name`; {@link ready} waits for it. */
  async start(name: 'sandbox' | 'worker' | 'api', env: Env): Promise<void> {
    const { root, port, host, workerPort, sandboxPort } = this.plan;
    const apiHost = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
    const address = {
      api: `${apiHost}:${port}`,
      worker: `127.0.0.1:${workerPort}`,
      sandbox: `127.0.0.1:${sandboxPort}`,
    }[name];
    const probe = `http://${address}/readyz`;
    const program = { name, entry: entryOf(root, name), env, probe, logsFolder: this.logsFolder };
    const supervised = new SupervisedProgram(program, this.say);
    this.#started.push(supervised);
    await this.shutdown.add(supervised);
  }

  async ready(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.ready()));
  }
}

/** The built program of an app. @throws Refusal where nothing was built */
export function entryOf(root: string, app: string): string {
  const entry = join(root, 'dist', 'apps', app, 'src', 'main.js');
  if (!existsSync(entry)) throw new Refusal(`${entry} is missing. Build first: npm run build`);
  return entry;
}

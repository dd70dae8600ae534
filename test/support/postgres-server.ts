import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '../../apps/launcher/src/embedded-postgres.js';

export interface PostgresServerOptions {
  /** Reachable by the user that PostgreSQL runs as. */
  readonly folder: string;
  readonly name: string;
  readonly password: string;
  /** Beside its data when not given. */
  readonly logFile?: string;
}

/** A PostgreSQL server of a proof's own, as durable as a shop's, that dies and comes back: at another port, because its last one may be somebody's by then. */
export class PostgresServer {
  #running: Postgres | undefined;
  /** False once it has ended, for whatever reason. */
  isRunning = false;

  constructor(private readonly options: PostgresServerOptions) {}

  get dataDir(): string {
    return join(this.options.folder, this.options.name);
  }

  get pid(): number {
    return this.#running!.pid;
  }

  get port(): number {
    return this.#running!.port;
  }

  url(database: string): string {
    return this.#running!.url(database);
  }

  /** Starts it, or what is left of it; the cluster is made the first time. @throws Refusal when it cannot start */
  async start(): Promise<void> {
    const { password, folder, name, logFile = join(folder, `${name}.log`) } = this.options;
    const running = await startPostgres({ dataDir: this.dataDir, password, logFile });
    this.#running = running;
    this.isRunning = true;
    void running.exited.then(() => (this.isRunning = this.#running !== running));
  }

  /** Ends all connections and what they do, writes everything out and stops. */
  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  /** Settles when it ended, for whatever reason. */
  get exited(): Promise<unknown> {
    return this.#running!.exited;
  }

  /** Ends it at once, without a word to anybody. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.exited;
  }

  /** Settings of its next start, all that differ from the defaults; the cluster must be there. */
  configure(settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    writeFileSync(join(this.dataDir, 'postgresql.auto.conf'), lines.join(''));
  }

  /** Takes over all that another one has; both must be stopped. */
  become(other: PostgresServer): void {
    execFileSync('rm', ['-rf', this.dataDir]);
    execFileSync('cp', ['-a', other.dataDir, this.dataDir]);
  }
}

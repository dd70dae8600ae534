import { join } from 'node:path';
import { isAlive } from './alive.js';
import type { DataDirectory } from './data-directory.js';
import { checkDatabase, databaseName, ensureDatabase, withDatabase } from './databases.js';
import { type Postgres, type PostgresOptions, startPostgres } from './embedded-postgres.js';
import type { Plan } from './plan.js';
import type { Say } from './refusal.js';
import type { Part, Shutdown } from './shutdown.js';

export interface DatabaseUrls {
  readonly DATABASE_URL: string;
  readonly SANDBOX_DATABASE_URL: string;
}

/** Makes the databases of shop and sandbox ready, on the server of DATABASE_URL or on our own. */
export async function openDatabase(
  plan: Plan,
  data: DataDirectory,
  password: string,
  shutdown: Shutdown,
  say: Say,
): Promise<DatabaseUrls> {
  if (plan.databaseUrl) return useOutside(plan.databaseUrl, plan);
  const logFile = join(data.logs, 'postgres.log');
  const postgres = new SupervisedPostgres(
    await startPostgres({ dataDir: data.postgres, password, logFile, say }),
    {
      dataDir: data.postgres,
      password,
      logFile,
      say,
    },
  );
  await shutdown.add(postgres);
  for (const name of ['holdfast', 'sandbox']) await ensureDatabase(postgres.url('postgres'), name);
  return {
    DATABASE_URL: postgres.url('holdfast'),
    SANDBOX_DATABASE_URL: plan.sandboxDatabaseUrl ?? postgres.url('sandbox'),
  };
}

async function useOutside(url: string, plan: Plan): Promise<DatabaseUrls> {
  await checkDatabase(url, 'DATABASE_URL');
  const sandbox = `${databaseName(url)}_sandbox`;
  const sandboxUrl = plan.sandboxDatabaseUrl ?? withDatabase(url, sandbox);
  if (plan.sandboxUrl && plan.sandboxDatabaseUrl)
    await checkDatabase(sandboxUrl, 'SANDBOX_DATABASE_URL');
  else if (plan.sandboxUrl) await ensureDatabase(url, sandbox);
  return { DATABASE_URL: url, SANDBOX_DATABASE_URL: sandboxUrl };
}

/** Starts the server again, on the same port, when it ends by itself. */
class SupervisedPostgres implements Part {
  #stopping = false;
  #restarting: Promise<void> = Promise.resolve();

  constructor(
    private server: Postgres,
    private readonly options: PostgresOptions & { readonly say: Say },
  ) {
    this.#watch();
  }

  url(database: string): string {
    return this.server.url(database);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restarting;
    await this.server.stop();
  }

  /** SIGQUIT, not SIGKILL: it takes the server's own processes along. The next start recovers. */
  kill(): void {
    this.#stopping = true;
    if (isAlive(this.server.pid)) process.kill(this.server.pid, 'SIGQUIT');
  }

  #watch(): void {
    void this.server.exited.then(() => {
      if (!this.#stopping) this.#restarting = this.#restart();
    });
  }

  async #restart(): Promise<void> {
    const { say } = this.options;
    for (let wait = 500; !this.#stopping; wait = Math.min(wait * 2, 10_000)) {
      say(`The database ended; starting it again. Its log: ${this.options.logFile}`);
      try {
        this.server = await startPostgres({ ...this.options, port: this.server.port });
        return this.#watch();
      } catch (error) {
        say((error as Error).message);
        await new Promise((wake) => setTimeout(wake, wait));
      }
    }
  }
}

import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnv } from '@holdfast/config';
import { DataDirectory } from './data-directory.js';
import { importDemoCatalog } from './demo-catalog.js';
import { interrupted } from './interrupt.js';
import type { StartOptions } from './options.js';
import { type Plan, planStart } from './plan.js';
import { isFree } from './ports.js';
import { type Env, Programs, runMigrations } from './programs.js';
import { Refusal, type Say } from './refusal.js';
import { Shutdown } from './shutdown.js';
import { openDatabase } from './start-database.js';
import { welcome } from './welcome.js';

const say: Say = (line) => console.log(line);

interface Running {
  readonly env: Env;
  readonly adminKey: string;
}

/**
 * Starts the shop and keeps it running until it is told to stop; answers the exit status.
 * @throws Refusal when it cannot start; whatever ran by then has been stopped.
 */
export async function start(options: StartOptions): Promise<number> {
  const plan = await planStart();
  const data = new DataDirectory(plan.dataDir);
  data.take();
  const shutdown = new Shutdown();
  const stopped = interrupted(() => {
    shutdown.kill();
    process.exit(130);
  });
  let work: Promise<number | 'running'> | undefined;
  try {
    work = bringUp(options, plan, data, shutdown);
    // When a signal comes first, what fails because of it is not worth a word.
    work.catch(() => {});
    const status = await Promise.race([work, stopped]);
    if (status !== 'running') return status;
    await stopped;
    say('\nStopping: finishing what is in work…');
    // A shop that ran until it was told to stop has done what it should.
    return 0;
  } finally {
    await shutdown.stop();
    // What was just being started when the signal came is stopped as soon as it is known.
    await Promise.race([work?.catch(() => {}), sleep(5000, undefined, { ref: false })]);
    data.release();
  }
}

/** Answers the status of the command of --once-ready when there is one. */
async function bringUp(
  options: StartOptions,
  plan: Plan,
  data: DataDirectory,
  shutdown: Shutdown,
): Promise<number | 'running'> {
  const { env, adminKey } = await startAll(plan, data, shutdown);
  if (options.demo) await fill(plan, data, adminKey);
  say(`Ready in ${(performance.now() / 1000).toFixed(1)} s`);
  if (options.onceReady !== undefined)
    return runOnce(options.onceReady, { ...env, HOLDFAST_URL: plan.url }, shutdown);
  const logs = relative(process.cwd(), data.logs) || '.';
  say(
    welcome(
      { url: plan.url, adminKey, logs, sandboxUrl: plan.sandboxUrl, metrics: plan.metrics },
      process.stdout.isTTY === true,
    ),
  );
  return 'running';
}

async function startAll(plan: Plan, data: DataDirectory, shutdown: Shutdown): Promise<Running> {
  await requireFreePort(plan);
  const secrets = data.secrets();
  const adminKey = plan.adminKey ?? secrets.adminKey;
  const settings = {
    ...plan.env,
    ...(await openDatabase(plan, data, secrets.postgresPassword, shutdown, say)),
    HOLDFAST_SECRET: plan.secret ?? secrets.secret,
    HOLDFAST_ADMIN_KEY: adminKey,
  };
  data.tell(settings);
  // Compiled code is kept from one start to the next.
  const env: Env = { ...settings, NODE_COMPILE_CACHE: join(data.path, 'cache') };
  const programs = new Programs(plan, data.logs, shutdown, say);
  // The sandbox has a database of its own and need not wait for the shop's.
  if (plan.sandboxUrl) await programs.start('sandbox', env);
  await runMigrations(plan.root, env, say);
  await programs.start('worker', env);
  await programs.start('api', env);
  await programs.ready();
  if (shutdown.isStopping) throw new Refusal('Stopped while starting.');
  return { env, adminKey };
}

async function fill({ root, url }: Plan, data: DataDirectory, adminKey: string): Promise<void> {
  if (data.isMarked('demo-catalog')) return;
  const file = join(root, 'apps/launcher/demo-catalog.csv');
  if (await importDemoCatalog({ url, adminKey }, file, say)) data.mark('demo-catalog');
}

async function requireFreePort({ port, host }: Plan): Promise<void> {
  if (await isFree(port, host)) return;
  const other = port + 100 > 65_535 ? 3100 : port + 100;
  throw new Refusal(
    `Port ${port} is taken. Stop what runs there or choose another: PORT=${other} npm start`,
  );
}

async function runOnce(command: string, env: Env, shutdown: Shutdown): Promise<number> {
  const child = spawn(command, { shell: true, stdio: 'inherit', env: childEnv(env) });
  const ended = new Promise<number>((end, fail) => {
    child.once('error', fail);
    child.once('close', (code) => end(code ?? 1));
  });
  await shutdown.add({
    stop: async () => void (child.kill() && (await ended)),
    kill: () => void child.kill('SIGKILL'),
  });
  return ended;
}

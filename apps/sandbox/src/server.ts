import { CallLog } from './call-log.js';
import { followClock } from './clock/clock.js';
import { keepDeadlines } from './clock/deadlines.js';
import type { SandboxContext } from './context.js';
import { openDatabase } from './database/open.js';
import { Scripts } from './faults/scripts.js';
import { KeysInFlight } from './protocol/keys-in-flight.js';
import { createApp } from './routes/app.js';
import { Deliverer } from './webhooks/deliverer.js';
import { type Endpoint, setEndpoint } from './webhooks/endpoint.js';

/** It believes whoever reaches it, so nobody outside this machine does unless that is asked for. */
const NEARBY = '127.0.0.1';
const FOLLOW_MS = 1_000;
const DEADLINES_MS = 60_000;

export interface SandboxSettings {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where it listens; on this machine alone when it is not given. */
  readonly host?: string;
  readonly databaseUrl: string;
  readonly logLevel: string;
  /** Where events are sent; of gateways that are not among them, to the endpoint that was set last. */
  readonly webhooks?: readonly Endpoint[];
}

/** A sandbox that listens. */
export interface Sandbox {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Cuts scripted waits short, lets running calls finish, and leaves the database. */
  close(): Promise<void>;
}

/** Starts a sandbox. @throws Error with one sentence for people when it cannot */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const { host = NEARBY } = settings;
  const pool = await openDatabase(settings.databaseUrl);
  const ending = new AbortController();
  const context: SandboxContext = {
    pool,
    scripts: new Scripts(pool),
    calls: new CallLog(pool),
    keys: new KeysInFlight(),
    deliverer: new Deliverer(pool),
    closing: ending.signal,
    origin: '',
  };
  const app = createApp(context, settings.logLevel);
  const timers: NodeJS.Timeout[] = [];
  const close = async (): Promise<void> => {
    ending.abort();
    for (const timer of timers) clearInterval(timer);
    await app.close();
    await context.deliverer.close();
    await context.calls.flush().catch((error: unknown) => app.log.warn(error, 'call log lost'));
    await pool.end();
  };
  try {
    await followClock(pool);
    timers.push(every(FOLLOW_MS, () => followClock(pool)), every(DEADLINES_MS, () => keepDeadlines(context)));
    for (const endpoint of settings.webhooks ?? []) await setEndpoint(pool, endpoint);
    context.origin = await app.listen({ host, port: settings.port });
    context.deliverer.start();
  } catch (error) {
    await close();
    throw new Error(
      `The payment sandbox cannot listen on ${host}:${settings.port}: ${(error as Error).message}`,
      { cause: error },
    );
  }
  return { url: context.origin, close };
}

/** A turn that fails is made up for by the next one. */
const every = (ms: number, work: () => Promise<void>): NodeJS.Timeout =>
  setInterval(() => void work().catch(() => undefined), ms).unref();

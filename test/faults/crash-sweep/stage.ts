import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Agent, fetch } from 'undici';
import { MOVED_TIME } from '../../../libs/platform/src/test-clock/schema.js';
import type { Answer } from '../../support/answer.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { PostgresProxy } from '../../support/postgres-proxy.js';
import { Program } from '../../support/program.js';
import { ADMIN_KEY, type Ask } from '../../support/shop.js';

export const WEBHOOK_SECRET = 'whsec_of_the_sandbox_of_the_sweep';
export type Process = 'api' | 'worker';

const SETTINGS = {
  HOLDFAST_SECRET: 'a secret that all processes of the sweep share',
  HOLDFAST_ADMIN_KEY: ADMIN_KEY,
  HOLDFAST_TEST_MODE: 'true',
  STRIPE_SECRET_KEY: 'sk_test_sandbox',
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  PAYPAL_CLIENT_ID: 'sandbox',
  PAYPAL_CLIENT_SECRET: 'sandbox',
  GATEWAY_TIMEOUT_MS: '2000',
  GATEWAY_BREAKER_CALLS: '0',
};

/** How long whoever sets a scene waits for an answer. */
const PATIENCE_MS = 30_000;
/** How long a worker may take to look at what is due; machines that do much else are slow. */
const LOOK_MS = 20_000;

/**
 * A shop for some runs, one after the other: fresh databases, a sandbox, and an API and a worker of the build
 * with failpoints, each behind a proxy of its own.
 */
export class Stage {
  /** Seconds that the shop is ahead of this machine. */
  passed = 0;
  /** Where {@link passed} was when the trouble of this run was over: how long things take counts from there. */
  hinderedUntil = 0;
  /** Where {@link passed} will be once the clock has moved: the database may be there already, and nobody here knows. */
  #moving = 0;
  readonly #reviving = new Map<Process, Promise<void>>();
  readonly #pending = new Set<Promise<unknown>>();

  private constructor(
    readonly database: TestDatabase,
    private readonly sandboxDatabase: TestDatabase,
    private readonly sandbox: Program,
    readonly proxies: Readonly<Record<Process, PostgresProxy>>,
    readonly programs: Readonly<Record<Process, Program>>,
    private readonly client: pg.Client,
  ) {}

  static async open(): Promise<Stage> {
    const [database, sandboxDatabase] = [await createTestDatabase(), await createTestDatabase()];
    const sandbox = await Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: sandboxDatabase.url } });
    const proxies = { api: await PostgresProxy.before(database.url), worker: await PostgresProxy.before(database.url) };
    const client = new pg.Client({ connectionString: database.url, options: MOVED_TIME });
    client.on('error', () => undefined);
    const start = (name: Process): Promise<Program> =>
      Program.start(name, { build: 'dist-faults', env: { ...SETTINGS, STRIPE_API_BASE: sandbox.url, PAYPAL_API_BASE: sandbox.url, DATABASE_URL: proxies[name].url } });
    const [api, worker] = await Promise.all([start('api'), start('worker'), client.connect()]);
    return new Stage(database, sandboxDatabase, sandbox, proxies, { api, worker }, client);
  }

  /** A request to the sandbox, past the shop: `path` from its root. Answers JSON, or text where it is none. */
  async atGateway(method: string, path: string, body?: object): Promise<any> {
    const sent = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
    const answer = await fetch(new URL(path, this.sandbox.url), { method, redirect: 'manual', dispatcher, ...sent });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${text}`);
    return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  async close(): Promise<void> {
    await Promise.all([...Object.values(this.programs), this.sandbox].map((program) => program.kill()));
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.close()));
    await this.client.end();
    await this.database.drop();
    await this.sandboxDatabase.drop();
  }

  /** One request. @throws Error when no answer comes */
  async ask<T = any>(method: string, path: string, { headers = {}, body, raw }: Ask = {}, patienceMs = PATIENCE_MS): Promise<Answer<T>> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const asking = fetch(`${this.programs.api.url}${path}`, {
      method,
      headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: payload as string | undefined,
      dispatcher,
    }).then(async (response) => {
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return { status: response.status, headers: response.headers as unknown as Headers, text, body: isJson ? JSON.parse(text) : undefined };
    });
    // Whoever gave up waiting does not stop what was asked for.
    const settled = asking.catch(() => undefined);
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    const late = async (): Promise<never> => {
      await pause(patienceMs);
      throw new Error('no answer in time');
    };
    return Promise.race([asking, late()]);
  }

  /** A request with the administrator's key, and a fresh idempotency key where it posts. */
  admin<T = any>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask(method, path, { body, headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}), ...headers } });
  }

  /** Past the shop, for what only a proof may see or do. */
  async sql<Row = Record<string, any>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query(text, [...values])).rows as Row[];
  }

  /** Starts a program again that was killed or is about to die. */
  revive(name: Process): void {
    const program = this.programs[name];
    const revived = program.exited.then(() => program.restart());
    // Whoever waits for it hears of it.
    revived.catch(() => undefined);
    this.#reviving.set(name, revived);
  }

  /** Waits until everything that died runs again. */
  async alive(): Promise<void> {
    await Promise.all(this.#reviving.values());
  }

  /** Waits until every request was answered or broke off, also those that nobody waits for any more. */
  async answered(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** From here on nothing hinders the shop any more. */
  unhindered(): void {
    this.hinderedUntil = Math.max(this.passed, this.#moving);
  }

  /** Waits until the worker has looked at all that is due; time passes for nobody meanwhile. */
  async looked(): Promise<void> {
    for (const end = performance.now() + LOOK_MS; performance.now() < end; await pause(50)) {
      if ((await this.sql<{ due: number }>(DUE))[0]!.due === 0) return;
    }
  }

  /** Moves the time of the shop ahead: its database, its programs, and the sandbox. */
  async later(seconds: number): Promise<void> {
    const target = this.passed + seconds;
    this.#moving = target;
    for (let tries = 1; this.passed < target; tries++) {
      await this.alive();
      // The answer may be what gets lost: how far it was moved is asked, never assumed.
      const now = await this.ask('GET', '/v1/test/clock').catch(() => undefined);
      this.passed = now?.body?.offset_seconds ?? this.passed;
      if (this.passed >= target) return;
      if (tries > 20) throw new Error(`The clock cannot be moved: ${now?.text ?? 'no answer'}`);
      if (now?.status === 200) await this.ask('POST', '/v1/test/clock', { body: { advance_seconds: target - this.passed } }).catch(() => undefined);
      await pause(50);
    }
  }
}

/** A connection for each request: none of them breaks because a server gave up one that was idle. */
const dispatcher = new Agent({ pipelining: 0 });

/** What a worker has to look at now. */
const DUE = `
  select (select count(*)::int from payments.operations where state in ('created', 'sent', 'requires_action', 'unknown') and next_check_at <= now() and not needs_human)
       + (select count(*)::int from payments.gateway_events where state in ('received', 'parked') and next_try_at <= now())
       + (select count(*)::int from ordering.checkouts where status in ('open', 'requires_action') and expires_at <= now())
       + (select count(*)::int from platform.outbox where published_at is null) as due`;

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

import { createHttpApp, openApiDocument, statements } from '@holdfast/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import { createApi } from '../../apps/api/src/create-api.js';
import type { ShopSettings } from '../../apps/composition/core.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { startSandbox } from '../../apps/sandbox/src/server.js';
import { ADMIN_KEY } from './admin-key.js';
import type { Answer } from './answer.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { conformance } from './conformance.js';
import { specLogger } from './spec-log.js';

export { ADMIN_KEY };

/** Signs what the sandbox tells, once a spec has told it where to. */
export const WEBHOOK_SECRET = 'whsec_of_the_sandbox_of_the_specs';

export interface Ask {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** The body as it goes over the wire, for hostile ones. */
  readonly raw?: string | Uint8Array;
  /** Not checked against the OpenAPI document, for what is no route of it. */
  readonly unchecked?: boolean;
}

export interface OpenOptions {
  readonly worker?: boolean;
  readonly settings?: Partial<ShopSettings>;
  /** Where everything that is logged goes besides. */
  readonly log?: DestinationStream;
}

type Check = ReturnType<typeof conformance>;
const checks = new Map<string, Check>();

/** Checks answers against the OpenAPI document: made once for all applications of this process that have the same routes. */
function checkOf(app: NestFastifyApplication, publicUrl: string): Check {
  const routes = `${publicUrl} ${app.getHttpAdapter().getInstance().printRoutes()}`;
  const check = checks.get(routes) ?? conformance(openApiDocument(app, publicUrl) as unknown as Parameters<typeof conformance>[0]);
  checks.set(routes, check);
  return check;
}

/** A whole shop in this process, over real HTTP, on a database of its own: API, worker and payment sandbox. */
export class Shop {
  private constructor(
    readonly database: TestDatabase,
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly worker: NestFastifyApplication | undefined,
    readonly sandbox: Awaited<ReturnType<typeof startSandbox>>,
    private readonly sandboxDatabase: TestDatabase,
    private readonly settings: ShopSettings,
    private readonly check: Check,
  ) {}

  static async open(options: OpenOptions = {}): Promise<Shop> {
    const database = await createTestDatabase();
    const sandboxDatabase = await createTestDatabase();
    const sandbox = await startSandbox({ port: 0, databaseUrl: sandboxDatabase.url, logLevel: 'silent' });
    const logger = specLogger(options.log);
    const settings: ShopSettings = {
      PORT: 1, HOST: '127.0.0.1', PUBLIC_URL: 'http://shop.test', CORS_ORIGINS: [], DOCS_ENABLED: true, REQUEST_TIMEOUT_MS: 30_000,
      DATABASE_URL: database.url, DATABASE_POOL_MAX: 10, REDIS_URL: undefined,
      HOLDFAST_SECRET: randomBytes(32).toString('base64url'), HOLDFAST_ADMIN_KEY: ADMIN_KEY, STAFF_MFA_REQUIRED: true, HOLDFAST_TEST_MODE: true, CURRENCY: 'EUR',
      CHECKOUT_TTL_SECONDS: 900, ABANDONED_CART_DAYS: 30, STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: sandbox.url, STRIPE_WEBHOOK_SECRET: [WEBHOOK_SECRET], GATEWAY_TIMEOUT_MS: 2_000,
      PAYPAL_CLIENT_ID: 'sandbox', PAYPAL_CLIENT_SECRET: 'sandbox', PAYPAL_API_BASE: sandbox.url, PAYPAL_WEBHOOK_ID: 'SANDBOXWEBHOOK',
      // Many specs play a gateway that is broken for long.
      GATEWAY_CONCURRENCY: 500, GATEWAY_BREAKER_CALLS: 0, GATEWAY_BREAKER_PAUSE_MS: 3_600_000, PAYMENT_ROUTES: [],
      SMTP_URL: undefined, MAIL_FROM: 'Test Shop <shop@example.com>', LOG_LEVEL: 'silent', WORKER_PORT: 1, METRICS_PORT: 0, METRICS_HOST: '127.0.0.1', OTEL_EXPORTER_OTLP_ENDPOINT: undefined, OTEL_TRACES_SAMPLER_ARG: 1,
      TRUSTED_PROXIES: [], RATE_LIMIT_ADDRESS_PER_MINUTE: 1_000_000, RATE_LIMIT_KEY_PER_MINUTE: 1_000_000, RATE_LIMIT_LENIENCY: 1_000, SHED_BROWSING_MS: 50, SHED_BUYING_MS: 400, SHED_ABOVE: 10_000, DRAIN_MS: 0, READY_NEEDS_DATABASE: false,
      OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: undefined, OIDC_REDIRECT_URIS: undefined, OIDC_SCOPES: 'openid email profile', OIDC_NAME: undefined,
      ...options.settings,
    };
    const app = await createApi(settings, logger);
    await app.listen(0, '127.0.0.1');
    const worker = options.worker ? await createHttpApp(WorkerModule.forRoot(settings, logger), { publicUrl: settings.PUBLIC_URL, logger }) : undefined;
    await worker?.init();
    const url = await app.getUrl();
    return new Shop(database, url, app, worker, sandbox, sandboxDatabase, settings, checkOf(app, settings.PUBLIC_URL));
  }

  /** Another instance of the API on the same database and sandbox; answers its address and what closes it. */
  async another(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
    const app = await createApi(this.settings, specLogger());
    await app.listen(0, '127.0.0.1');
    return { url: await app.getUrl(), close: () => app.close() };
  }

  /** Moves the time of everything ahead: of the API and its database when it answers, of the worker and others within a moment. */
  async advance(seconds: number): Promise<void> {
    const { status, text } = await this.ask('POST', '/v1/test/clock', { body: { advance_seconds: seconds } });
    if (status !== 200) throw new Error(text);
  }

  async close(): Promise<void> {
    await this.worker?.close();
    await this.app.close();
    await this.sandbox.close();
    await this.database.drop();
    await this.sandboxDatabase.drop();
  }

  /** One request; its answer is checked against the OpenAPI document that the API serves. */
  async ask<T = any>(method: string, path: string, { headers = {}, body, raw, unchecked }: Ask = {}): Promise<Answer<T>> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: payload as string | undefined,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const answer = { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    if (!unchecked) this.check(method, path, answer);
    return answer;
  }

  /** A request with the administrator's key, and a fresh idempotency key where there is a body. */
  admin<T = any>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask(method, path, {
      body,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}), ...headers },
    });
  }

  /**
   * The statements that a piece of work sends to PostgreSQL. Not counted: transaction control, and the call that wakes the
   * relays, which goes out at most 20 times a second whatever the load.
   */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    const note = (text: unknown) => void (/^(begin|commit|rollback|.. platform.announce)/i.test(String(text)) || seen.push(String(text)));
    statements.subscribe(note);
    try {
      await work();
    } finally {
      statements.unsubscribe(note);
    }
    return seen;
  }
}

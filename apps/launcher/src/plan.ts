import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readEnv, readGiven } from '@holdfast/config';
import { freePort, isFree } from './ports.js';

/** All that is settled before anything runs. */
export interface Plan {
  readonly root: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly workerPort: number;
  readonly sandboxPort: number;
  /** Where API and worker tell their metrics; the API's are turned off where there is none. */
  readonly metrics: readonly string[];
  /** Address of the API from this machine. */
  readonly url: string;
  /** Undefined when a real Stripe key was given: then no sandbox is needed. */
  readonly sandboxUrl: string | undefined;
  /** Undefined: the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly sandboxDatabaseUrl: string | undefined;
  readonly secret: string | undefined;
  readonly adminKey: string | undefined;
  /** Settings of the children that are known by now. */
  readonly env: Readonly<Record<string, string>>;
}

/** Requests a minute from this machine: far more than it can send, but counted as anywhere. */
const LOCAL_RATE = 10_000_000;

const NAMES = ['PORT', 'HOST', 'HOLDFAST_DATA_DIR'] as const;

const METRICS = ['METRICS_PORT', 'METRICS_HOST'] as const;

const WISHES = [
  ...NAMES,
  'DATABASE_URL',
  'SANDBOX_DATABASE_URL',
  'HOLDFAST_SECRET',
  'HOLDFAST_ADMIN_KEY',
  'HOLDFAST_TEST_MODE',
  'PUBLIC_URL',
  'STRIPE_SECRET_KEY',
  'PAYPAL_CLIENT_ID',
  'WORKER_PORT',
  'DRAIN_MS',
  'METRICS_PORT',
  'METRICS_HOST',
  'SANDBOX_PORT',
  'RATE_LIMIT_ADDRESS_PER_MINUTE',
  'RATE_LIMIT_KEY_PER_MINUTE',
] as const;

/**
 * Settles addresses, ports and settings from an environment, that of this process unless another is given.
 * @throws EnvironmentError with every malformed setting.
 */
export async function planStart(source?: Readonly<Record<string, string>>): Promise<Plan> {
  // All that was given comes first, so that every fault is named at once.
  const given = readGiven(WISHES, source);
  const { PORT: port, HOST: host, HOLDFAST_DATA_DIR } = readEnv(NAMES, source);
  const root = findRoot();
  const workerPort = given.WORKER_PORT ?? (await freePort());
  const sandboxPort = given.SANDBOX_PORT ?? (await freePort());
  const metricsHost = readEnv(METRICS, source).METRICS_HOST;
  const metricsPort = given.METRICS_PORT ?? (await metricsPortOf(metricsHost, source));
  const sandboxUrl = given.STRIPE_SECRET_KEY ? undefined : `http://127.0.0.1:${sandboxPort}`;
  return {
    root,
    host,
    port,
    workerPort,
    sandboxPort,
    sandboxUrl,
    metrics: [...(metricsPort === 0 ? [] : [metricsOf(metricsHost, metricsPort)]), metricsOf(host, workerPort)],
    dataDir: resolve(root, HOLDFAST_DATA_DIR),
    url: `http://${fromHere(host)}:${port}`,
    databaseUrl: given.DATABASE_URL,
    sandboxDatabaseUrl: given.SANDBOX_DATABASE_URL,
    secret: given.HOLDFAST_SECRET,
    adminKey: given.HOLDFAST_ADMIN_KEY ?? undefined,
    env: {
      PORT: String(port),
      PUBLIC_URL: given.PUBLIC_URL ?? `http://localhost:${port}`,
      WORKER_PORT: String(workerPort),
      SANDBOX_PORT: String(sandboxPort),
      METRICS_PORT: String(metricsPort),
      HOLDFAST_TEST_MODE: String(given.HOLDFAST_TEST_MODE ?? true),
      // There is no balancer that would have to notice.
      DRAIN_MS: String(given.DRAIN_MS ?? 0),
      // Here the whole rush comes from one machine, and that is what it is started for.
      RATE_LIMIT_ADDRESS_PER_MINUTE: String(given.RATE_LIMIT_ADDRESS_PER_MINUTE ?? LOCAL_RATE),
      RATE_LIMIT_KEY_PER_MINUTE: String(given.RATE_LIMIT_KEY_PER_MINUTE ?? LOCAL_RATE),
      ...(sandboxUrl && behindStripe(sandboxUrl, host, port)),
      ...(sandboxUrl && !given.PAYPAL_CLIENT_ID && behindPayPal(sandboxUrl, host, port)),
    },
  };
}

/** The usual one, unless another shop of this machine has it already. */
async function metricsPortOf(host: string, source?: Readonly<Record<string, string>>): Promise<number> {
  const { METRICS_PORT: usual } = readEnv(METRICS, source);
  return (await isFree(usual, host)) ? usual : freePort();
}

const fromHere = (host: string): string =>
  ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host;

const metricsOf = (host: string, port: number): string =>
  `http://${fromHere(host)}:${port}/metrics`;

/** The sandbox in Stripe's place. The secret of its webhooks is made up at each start, and signs from then on. */
const behindStripe = (sandboxUrl: string, host: string, port: number): Readonly<Record<string, string>> => ({
  STRIPE_API_BASE: sandboxUrl,
  STRIPE_SECRET_KEY: 'sk_test_sandbox',
  SANDBOX_WEBHOOK_URL: webhooksOf('stripe', host, port),
  STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64url')}`,
});

/** The sandbox in PayPal's place, with a webhook of which only this start knows the id. */
const behindPayPal = (sandboxUrl: string, host: string, port: number): Readonly<Record<string, string>> => ({
  PAYPAL_API_BASE: sandboxUrl,
  PAYPAL_CLIENT_ID: 'sandbox',
  PAYPAL_CLIENT_SECRET: 'sandbox',
  SANDBOX_PAYPAL_WEBHOOK_URL: webhooksOf('paypal', host, port),
  PAYPAL_WEBHOOK_ID: randomBytes(12).toString('hex').toUpperCase(),
});

/** Where the shop takes the webhooks of a gateway. */
function webhooksOf(gateway: 'stripe' | 'paypal', host: string, port: number): string {
  const apiHost = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${apiHost}:${port}/v1/gateway-webhooks/${gateway}`;
}

/** The checkout, from the sources as well as from dist/. */
export function findRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package-lock.json')) && folder !== dirname(folder))
    folder = dirname(folder);
  return folder;
}

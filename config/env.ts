import { GATEWAY_SETTINGS, GATEWAY_TEST_SETTINGS } from './gateway-settings.js';
import { issuer, redirectUris } from './openid-connect-shapes.js';
import { Fault, flag, networks, oneOf, origins, type Setting, share, text, url, whole } from './shapes.js';

/**
 * The only reader of the environment. Every setting is declared once in `settings`, with its
 * meaning, its shape and its default; `.env.example` is checked against the same table.
 */

const postgresUrl = url('postgres:', 'postgresql:');

/** Every setting of every process. A setting without `fallback` is required by whoever asks for it. */
export const settings = {
  PORT: { about: 'Port of the API.', parse: whole(1, 65_535), fallback: 3000 },
  HOST: { about: 'Address the API listens on.', parse: text(), fallback: '127.0.0.1' },
  PUBLIC_URL: {
    about: 'Address under which clients reach the API; links and problem types start with it. Default: http://localhost:PORT.',
    parse: url('http:', 'https:'),
    fallback: undefined as string | undefined,
  },
  CORS_ORIGINS: {
    about: 'Origins whose pages may call the API from a browser, exact, with commas between them. By default none may.',
    parse: origins,
    fallback: [] as readonly string[],
  },
  DOCS_ENABLED: {
    about: 'Serves /docs and /openapi.json. They tell nothing that is not in the sources; turn them off where they are not meant for those who reach the API.',
    parse: flag,
    fallback: true,
  },
  REQUEST_TIMEOUT_MS: {
    about: 'How long a request may take to arrive as a whole; its headers have a third of that. Imports of large files over slow lines need more.',
    parse: whole(100, 3_600_000),
    fallback: 30_000,
  },
  DATABASE_URL: {
    about: 'PostgreSQL 15 or newer. Without it, `npm start` runs an embedded PostgreSQL 18 under HOLDFAST_DATA_DIR.',
    parse: postgresUrl,
    secret: true,
  },
  DATABASE_POOL_MAX: { about: 'Connections to PostgreSQL that one process may hold.', parse: whole(2, 500), fallback: 10 },
  REDIS_URL: {
    about: 'Redis or Valkey for the queues. Without it the queues live in PostgreSQL.',
    parse: url('redis:', 'rediss:'),
    fallback: undefined as string | undefined,
    secret: true,
  },
  HOLDFAST_SECRET: {
    about: 'Secret of this installation, 32 characters or more: guest order tokens and stored answers depend on it. Keep it.',
    parse: text(/^.{32,}$/s, '32 characters or more'),
    secret: true,
  },
  HOLDFAST_ADMIN_KEY: {
    about: 'A secret API key (sk_…) with all scopes, made known to the database when the API starts.',
    parse: text(/^sk_[A-Za-z0-9_-]{32,}$/, 'sk_ followed by 32 characters or more'),
    fallback: undefined as string | undefined,
    secret: true,
  },
  STAFF_MFA_REQUIRED: {
    about: 'Whether members of staff may do nothing before they have set up a second factor (TOTP).',
    parse: flag,
    fallback: true,
  },
  HOLDFAST_DATA_DIR: { about: 'Where `npm start` keeps the embedded database, keys and logs.', parse: text(), fallback: 'var' },
  HOLDFAST_TEST_MODE: {
    about: 'Mounts /v1/test (mailbox, gateway scripts, a clock that can be moved). Never in production.',
    parse: flag,
    fallback: false,
  },
  TRUSTED_PROXIES: {
    about:
      'Addresses and networks (CIDR) of the proxies before the API, separated by commas: where a request comes from, theirs is the X-Forwarded-For that is believed. Without them that header is ignored, and everybody behind a proxy counts as one address.',
    parse: networks,
    fallback: [] as readonly string[],
  },
  RATE_LIMIT_ADDRESS_PER_MINUTE: {
    about:
      'Requests that one address (IPv6: one /64) may send in a minute. Raise it where many people share an address, as those who browse through the server of a storefront that is no trusted proxy do. 0: any number.',
    parse: whole(0, 100_000_000),
    fallback: 1_200,
  },
  RATE_LIMIT_KEY_PER_MINUTE: { about: 'Requests that one API key may send in a minute, from wherever. 0: any number.', parse: whole(0, 100_000_000), fallback: 6_000 },
  RATE_LIMIT_LENIENCY: {
    about: 'How many times the limits on logins, registrations and the like are raised: for load tests, which come from one address.',
    parse: whole(1, 1_000_000),
    fallback: 1,
  },
  SHED_BROWSING_MS: {
    about:
      'As many requests for the catalog, and as many for carts, are let in at once as are answered within that many milliseconds; the others get 503 with Retry-After before anything is done for them. 0: time does not matter.',
    parse: whole(0, 60_000),
    fallback: 50,
  },
  SHED_BUYING_MS: { about: 'The same of checkouts. Time at payment gateways does not count.', parse: whole(0, 60_000), fallback: 400 },
  SHED_ABOVE: {
    about: 'No more requests of one kind (catalog, carts, checkouts, accounts, staff) than that are under way in one process, however fast they are answered.',
    parse: whole(1, 1_000_000),
    fallback: 10_000,
  },
  DRAIN_MS: {
    about: 'How long a process that is asked to end goes on serving after its /readyz says so, in milliseconds: a little longer than the balancer takes to notice. `npm start` does not wait.',
    parse: whole(0, 300_000),
    fallback: 5_000,
  },
  READY_NEEDS_DATABASE: {
    about: 'Whether /readyz answers 503 while PostgreSQL cannot be reached. Otherwise it says "degraded" and 200, and clients are told 503 with Retry-After.',
    parse: flag,
    fallback: false,
  },
  CURRENCY: {
    about: 'Currency of imported prices and of carts that name none (ISO 4217).',
    parse: text(/^[A-Z]{3}$/, 'three capital letters'),
    fallback: 'EUR',
  },
  CHECKOUT_TTL_SECONDS: { about: 'How long a checkout keeps its stock while it is not paid.', parse: whole(1, 86_400), fallback: 900 },
  ABANDONED_CART_DAYS: { about: 'Days without a change after which a cart of a guest forgets whose it was.', parse: whole(1, 3_650), fallback: 30 },
  ...GATEWAY_SETTINGS,
  OIDC_ISSUER: {
    about: 'An OpenID provider with which customers can log in, as it writes its address itself. Needs OIDC_CLIENT_ID and OIDC_REDIRECT_URIS.',
    parse: issuer,
    fallback: undefined as string | undefined,
  },
  OIDC_CLIENT_ID: { about: 'Who the shop is at the OpenID provider.', parse: text(), fallback: undefined as string | undefined },
  OIDC_CLIENT_SECRET: {
    about: 'Proves that to the OpenID provider; without it the shop is a public client.',
    parse: text(),
    fallback: undefined as string | undefined,
    secret: true,
  },
  OIDC_REDIRECT_URIS: {
    about: 'Pages of the clients to which the OpenID provider may send browsers back, with commas between them; the first is the default.',
    parse: redirectUris,
    fallback: undefined as readonly string[] | undefined,
  },
  OIDC_SCOPES: {
    about: 'What is asked of the OpenID provider.',
    parse: text(/^openid( [!-~]+)*$/, 'scopes with single spaces between them, openid first'),
    fallback: 'openid email profile',
  },
  OIDC_NAME: { about: 'What a button for the OpenID provider shows. Default: its host.', parse: text(), fallback: undefined as string | undefined },
  SMTP_URL: {
    about: 'Mail server, for instance smtp://user:password@host:587. Without it, mail goes to the test mailbox (GET /v1/test/mailbox).',
    parse: url('smtp:', 'smtps:'),
    fallback: undefined as string | undefined,
    secret: true,
  },
  MAIL_FROM: { about: 'Sender of the mails.', parse: text(), fallback: 'Holdfast Demo Shop <shop@example.com>' },
  LOG_LEVEL: {
    about: 'How much is logged.',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    fallback: 'info' as 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent',
  },
  METRICS_PORT: {
    about: 'Port at which the API serves /metrics for Prometheus, apart from what clients reach; several APIs on one machine need one each. 0: nowhere.',
    parse: whole(0, 65_535),
    fallback: 9464,
  },
  METRICS_HOST: { about: 'Address that the metrics of the API listen on.', parse: text(), fallback: '127.0.0.1' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    about: 'Where traces are sent: the base address of an OpenTelemetry collector (OTLP over HTTP), http://localhost:4318 for instance. Without it none are made.',
    parse: url('http:', 'https:'),
    fallback: undefined as string | undefined,
  },
  OTEL_TRACES_SAMPLER_ARG: { about: 'Share of the requests that are traced, 0 to 1.', parse: share, fallback: 1 },
  WORKER_PORT: { about: 'Port of the probes of the worker, and of its /metrics.', parse: whole(1, 65_535), fallback: 3001 },
  SANDBOX_PORT: { about: 'Port of the payment sandbox.', parse: whole(1, 65_535), fallback: 3002 },
  SANDBOX_HOST: { about: 'Address that the payment sandbox listens on.', parse: text(), fallback: '127.0.0.1' },
  SANDBOX_WEBHOOK_URL: {
    about: "Where the payment sandbox sends Stripe's webhooks, signed with STRIPE_WEBHOOK_SECRET. Without it, nowhere until somebody tells it to.",
    parse: url('http:', 'https:'),
    fallback: undefined as string | undefined,
  },
  SANDBOX_PAYPAL_WEBHOOK_URL: {
    about: "Where it sends PayPal's, those of the webhook PAYPAL_WEBHOOK_ID.",
    parse: url('http:', 'https:'),
    fallback: undefined as string | undefined,
  },
  SANDBOX_DATABASE_URL: { about: 'Database of the payment sandbox, apart from the shop.', parse: postgresUrl, secret: true },
  ...GATEWAY_TEST_SETTINGS,
} satisfies Record<string, Setting<unknown>>;

export type Settings = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['parse']> | Fallback<(typeof settings)[K]> };
type Fallback<S> = S extends { fallback: infer F } ? F : never;
export type SettingName = keyof Settings;

/** Thrown by {@link readEnv} with every fault of the environment, one per line. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/**
 * Reads the named settings (or all of `names` that a process needs), frozen.
 * @throws EnvironmentError that lists every missing and every malformed setting at once.
 */
export function readEnv<K extends SettingName>(
  names: readonly K[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Settings, K> {
  const faults: string[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const setting: Setting<unknown> = settings[name];
    const given = source[name]?.trim();
    if (given === undefined || given === '') {
      if ('fallback' in setting) values[name] = setting.fallback;
      else faults.push(`${name} is missing. ${setting.about}`);
      continue;
    }
    try {
      values[name] = setting.parse(given);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(`${name} ${error.message}${setting.secret ? '' : `, not "${given}"`}. ${setting.about}`);
    }
  }
  if (faults.length > 0) throw new EnvironmentError(faults);
  return Object.freeze(values) as Pick<Settings, K>;
}

/** The environment of this process with `changes`, for a child process. An undefined value removes a setting. */
export function childEnv(changes: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/**
 * The named settings that were given, without their defaults: for a launcher that fills the gaps itself.
 * @throws EnvironmentError for a malformed one, as {@link readEnv} does.
 */
export function readGiven<K extends SettingName>(
  names: readonly K[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Partial<Pick<Settings, K>> {
  return readEnv(names.filter((name) => source[name]?.trim()), source);
}

/** Leaves a value to the processes started from here on. Not a setting: nobody outside sets it. */
export function shareWithChildren(name: string, value: string): void {
  process.env[`HOLDFAST_SHARED_${name}`] = value;
}

/** What the parent process left with {@link shareWithChildren}. */
export function sharedByParent(name: string): string | undefined {
  return process.env[`HOLDFAST_SHARED_${name}`];
}

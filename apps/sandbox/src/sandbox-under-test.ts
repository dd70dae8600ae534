import Stripe from 'stripe';
import { type Sandbox, startSandbox } from './server.js';

/** An empty database for one spec. */
interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** A listening sandbox with the official client pointed at it, for the specs. */
export interface SandboxUnderTest {
  readonly url: string;
  readonly stripe: Stripe;
  readonly databaseUrl: string;
  /** GET of one of the sandbox's own addresses, or POST when there is a body. */
  control(path: string, body?: unknown, method?: string): Promise<any>;
  /** A call of the protocol without the client, which would repeat it after a cut connection. */
  send(path: string, form: string | undefined, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

const KEY = 'sk_test_sandbox';

/** With it an intent can be confirmed without a return address. */
export const CARDS_ONLY = { enabled: true, allow_redirects: 'never' } as const;

/** Parameters of an intent that is paid at once, to be varied. */
export const PAID = {
  amount: 2500,
  currency: 'eur',
  payment_method: 'pm_card_visa',
  confirm: true,
  automatic_payment_methods: CARDS_ONLY,
};

export async function sandboxUnderTest(database: Database): Promise<SandboxUnderTest> {
  const sandbox: Sandbox = await startSandbox({
    port: 0,
    databaseUrl: database.url,
    logLevel: 'silent',
  });
  const { hostname, port } = new URL(sandbox.url);
  return {
    url: sandbox.url,
    databaseUrl: database.url,
    stripe: new Stripe(KEY, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 }),
    control: (path, body, method) => control(`${sandbox.url}/_sandbox/${path}`, body, method),
    send: (path, form, headers) => send(`${sandbox.url}${path}`, form, headers),
    stop: async () => {
      await sandbox.close();
      await database.drop();
    },
  };
}

/** The error with which a promise is rejected; fails when it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<any> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`Expected a rejection, but got ${JSON.stringify(outcome.value)}`);
}

async function control(url: string, body: unknown, method?: string): Promise<any> {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(body === undefined ? {} : json),
  });
  return response.json();
}

function send(url: string, form: string | undefined, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, {
    ...(form === undefined ? {} : { method: 'POST', body: form }),
    headers: { authorization: `Bearer ${KEY}`, ...(form === undefined ? {} : type), ...headers },
  });
}

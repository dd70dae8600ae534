import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../support/admin-key.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { Program } from '../support/program.js';
import { sql } from '../support/sql.js';

/**
 * After a rush a worker has thousands of events to publish and mails to hand over, and moving the clock makes all of them late at once. How long
 * that takes is a matter of the machine: as long as it gets on it is waited for, but not for ever.
 */
const QUIET_WITHIN_MS = 240_000;
const STUCK_AFTER_MS = 60_000;
const NOT_FOR_EVER_MS = 1_800_000;
/** What a worker has done since the shop began: it only grows. */
const DONE = `select (select count(*) from platform.inbox) + (select count(*) from platform.outbox where published_at is not null)
  + (select count(*) from notifications.emails where status not in ('pending', 'sending')) as done`;
/** What waits for a worker, and says so: it is no fault where there is none. */
const PUBLISHED = 'I17';

export interface FleetOptions {
  /** How many instances of the API. */
  readonly apis: number;
  readonly workers: number;
  /** A database of the proof's own; without it a fresh one on the server that all proofs share. */
  readonly database?: Pick<TestDatabase, 'url' | 'drop'>;
  readonly settings?: Readonly<Record<string, string>>;
  /** The programs can be asked for their vitals. */
  readonly isProbed?: boolean;
}

/** A shop in processes of its own, with any number of APIs, that can be killed by their ids: PostgreSQL and payment sandbox are real as well. */
export class Fleet {
  readonly client: HttpClient;

  private constructor(
    readonly database: Pick<TestDatabase, 'url' | 'drop'>,
    readonly sandboxDatabase: TestDatabase,
    readonly sandbox: Program,
    readonly apis: readonly Program[],
    readonly workers: readonly Program[],
  ) {
    this.client = this.clientOf(8);
  }

  static async open({ apis, workers, settings = {}, database = undefined, isProbed = false }: FleetOptions): Promise<Fleet> {
    const [own, sandboxDatabase] = [database ?? (await createTestDatabase()), await createTestDatabase()];
    const sandbox = await Program.start('sandbox', { env: { SANDBOX_DATABASE_URL: sandboxDatabase.url } });
    const env = {
      DATABASE_URL: own.url, HOLDFAST_SECRET: randomBytes(32).toString('base64url'), HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true', CURRENCY: 'EUR',
      // Several instances are one shop: what one of them signs the others take.
      PUBLIC_URL: 'http://shop.test',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: sandbox.url,
      PAYPAL_CLIENT_ID: 'sandbox', PAYPAL_CLIENT_SECRET: 'sandbox', PAYPAL_API_BASE: sandbox.url, PAYPAL_WEBHOOK_ID: 'SANDBOXWEBHOOK', ...settings,
    };
    const starting = (name: 'api' | 'worker', count: number): Promise<Program[]> => Promise.all(Array.from({ length: count }, () => Program.start(name, { env, isProbed })));
    const [started, working] = await Promise.all([starting('api', apis), starting('worker', workers)]);
    return new Fleet(own, sandboxDatabase, sandbox, started, working);
  }

  /** A client that asks all instances in turn, over so many connections to each. */
  clientOf(connections: number): HttpClient {
    return new HttpClient(this.apis.map(({ url }) => url), connections);
  }

  /** As the administrator, with patience. @throws Error when it is not done */
  admin(method: 'GET' | 'POST', path: string, body?: object): Promise<any> {
    const key = method === 'POST' ? randomUUID() : undefined;
    return this.client.good({ method, path, headers: { authorization: `Bearer ${ADMIN_KEY}` }, body, key });
  }

  /** A published variant with so much stock, at a price in cents. */
  async variant(stock: number, price = 1_999): Promise<string> {
    const body = { title: 'Lamp', handle: `p-${randomUUID()}`, status: 'published', variants: [{ prices: [{ amount: price, currency: 'EUR' }] }] };
    const { variants: [{ id }] } = await this.admin('POST', '/v1/admin/products', body);
    await this.admin('POST', '/v1/admin/stock-adjustments', { reason: 'received', adjustments: [{ variant_id: id, delta: stock }] });
    return id;
  }

  /** Kills a process in the middle of whatever it does and starts it again at the same address. */
  crash(program: Program): Promise<void> {
    const crashed = this.#crash(program);
    // Whoever asked for it hears of a failure when they wait for it, which may be later.
    crashed.catch(() => {});
    return crashed;
  }

  /** Moves the clock of the whole shop ahead; all processes of the API know it then. */
  async advance(seconds: number): Promise<void> {
    const { offset_seconds: offset } = await this.admin('POST', '/v1/test/clock', { advance_seconds: seconds });
    await Promise.all(this.apis.map(({ url }) => eventually(async () => {
      const { offset_seconds: known } = (await (await fetch(`${url}/v1/test/clock`)).json()) as { offset_seconds: number };
      if (known < offset) throw new Error(`${url} is ${known} s ahead, and not ${offset} s`);
    })));
  }

  /** What is broken of the invariants once all is quiet, in words. */
  async brokenInvariants(): Promise<string[]> {
    const began = performance.now();
    let done = -1;
    let end = began + QUIET_WITHIN_MS;
    for (;;) {
      const { data } = await this.admin('GET', '/v1/ops/invariants');
      const broken = data.filter(({ id, ok }: { id: string; ok: boolean }) => !ok && (this.workers.length > 0 || id !== PUBLISHED));
      if (broken.length === 0) return [];
      const [now] = await sql<{ done: string }>(this.database.url, DONE);
      if (Number(now!.done) > done) end = Math.max(end, Math.min(performance.now() + STUCK_AFTER_MS, began + NOT_FOR_EVER_MS));
      done = Number(now!.done);
      if (performance.now() > end) return broken.map((one: object) => `an invariant does not hold: ${JSON.stringify(one)}`);
      await pause(500);
    }
  }

  /** The money that the sandbox has taken and given back, by checkout. */
  async books(): Promise<Map<string, { captured: number; refunded: number; charges: number }>> {
    const response = await fetch(`${this.sandbox.url}/_sandbox/books`);
    const { payment_intents: intents, charges } = (await response.json()) as { payment_intents: any[]; charges: any[] };
    const checkouts = new Map<string, string>(intents.map(({ id, metadata }) => [id, metadata.holdfast_checkout]));
    const books = new Map<string, { captured: number; refunded: number; charges: number }>();
    for (const { payment_intent: intent, amount_captured: captured, amount_refunded: refunded, status } of charges) {
      if (status !== 'succeeded') continue;
      const sum = books.get(checkouts.get(intent)!) ?? { captured: 0, refunded: 0, charges: 0 };
      books.set(checkouts.get(intent)!, { captured: sum.captured + captured, refunded: sum.refunded + refunded, charges: sum.charges + 1 });
    }
    return books;
  }

  async close(): Promise<void> {
    await this.client.close();
    await Promise.all([...this.apis, ...this.workers, this.sandbox].map((program) => program.kill()));
    await this.database.drop();
    await this.sandboxDatabase.drop();
  }

  async #crash(program: Program): Promise<void> {
    await program.kill();
    await program.restart();
    await this.leasesEnd();
  }

  /**
   * The lease of a key outlives a dead process by a minute; nobody here has that long. Requests that are under way elsewhere lose theirs
   * too, which means nothing: whoever sent them waits for the answer and does not repeat them.
   */
  async leasesEnd(): Promise<void> {
    await sql(this.database.url, `update platform.idempotency_keys set locked_until = created_at where state = 'in_progress'`);
  }
}

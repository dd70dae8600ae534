import { readFileSync } from 'node:fs';
import { apiKey, customerOf, staffOf } from '../../support/people.js';
import { conformance } from '../../support/conformance.js';
import { eventually } from '../../support/eventually.js';
import { noScripts } from '../../support/gateway.js';
import { card, cartWith, checkOut, MANUAL, sellable } from '../../support/journey.js';
import { Program } from '../../support/program.js';
import { ADMIN_KEY, Shop, WEBHOOK_SECRET } from '../../support/shop.js';
import { connectWebhooks } from '../../support/webhooks.js';
import { type ApiDocument, ApiOperations } from './document.js';
import { KnownThings } from './known.js';

export const PUBLIC_URL = 'http://shop.test';
// The build for proofs has failpoints in it, also in the part of the shop that runs in this process.
if (FAILPOINTS) Object.assign(globalThis, { failpoint: () => Promise.resolve() });

/** All that a hundred thousand requests leave to the worker. */
const DRAINED_WITHIN_MS = 240_000;
const SECRET = 'a secret that the processes of this proof share';

/** A shop in which there is something of everything, and an API in a process of its own that takes the blows. */
export class Target {
  private constructor(
    readonly shop: Shop,
    readonly api: Program,
    readonly document: ApiDocument,
    readonly operations: ApiOperations,
    readonly check: ReturnType<typeof conformance>,
    /** What everybody may name. */
    readonly known: KnownThings,
    readonly untouchable: Set<string>,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async open(): Promise<Target> {
    const shop = await Shop.open({ settings: { HOLDFAST_SECRET: SECRET, STAFF_MFA_REQUIRED: false } });
    const env = {
      DATABASE_URL: shop.database.url, HOLDFAST_SECRET: SECRET, HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true', STAFF_MFA_REQUIRED: 'false', PUBLIC_URL, LOG_LEVEL: 'fatal',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: shop.sandbox.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, GATEWAY_TIMEOUT_MS: '1000', GATEWAY_BREAKER_CALLS: '0',
    };
    const worker = await Program.start('worker', { env });
    const untouchable = new Set<string>();
    const known = new KnownThings(undefined, untouchable);
    for (const { id } of (await shop.admin('GET', '/v1/admin/api-keys')).body.data) untouchable.add(id);
    await furnish(shop, known);
    await worker.stop();
    const api = await Program.start('api', { env });
    const document = (await shop.ask('GET', '/openapi.json', { unchecked: true })).body as ApiDocument;
    const check = conformance(document as unknown as Parameters<typeof conformance>[0]);
    return new Target(shop, api, document, new ApiOperations(document), check, known, untouchable, env);
  }

  /** New things to buy, and orders of them: what was there before may be archived, canceled or given back by now. */
  async stockUp(known: KnownThings): Promise<void> {
    await trade(this.shop, known, [card(), { ...card(), capture: 'manual' }]);
  }

  /** Lets a worker do all that was left to be done in the background, and `settle` what people do about it; answers the invariants that are broken even then, but for those that may be. */
  async broken(excused: readonly string[], settle: () => Promise<void>): Promise<{ readonly id: string; readonly offenders: readonly unknown[] }[]> {
    // What gateways were told to do wrong is over: an answer that never comes is an operation that stays unknown, rightly.
    await noScripts(this.shop.sandbox.url);
    const worker = await Program.start('worker', { env: this.env });
    let left: { id: string; ok: boolean; offenders: unknown[] }[] = [{ id: 'nothing is left to do', ok: false, offenders: [] }];
    try {
      await eventually(async () => {
        await settle();
        left = (await this.shop.admin('GET', '/v1/ops/invariants')).body.data.filter(({ id, ok }: { id: string; ok: boolean }) => !ok && !excused.includes(id));
        if (left.length > 0) throw new Error('not yet');
      }, DRAINED_WITHIN_MS).catch(() => undefined);
    } finally {
      await worker.stop();
    }
    return left;
  }

  /** Memory of the process that takes the blows, in MiB. */
  get memory(): number {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.api.pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib ?? 0) / 1024);
  }

  async close(): Promise<void> {
    await this.api.kill();
    await this.shop.close();
  }
}

/** A product that can be bought, an open cart, and orders of it. */
async function trade(shop: Shop, known: KnownThings, payments: readonly object[]): Promise<void> {
  const variant = await sellable(shop, { stock: 100_000, price: 1_000 });
  known.add('var', variant);
  known.learn(await opened(shop, variant), 'nobody');
  for (const payment of payments) {
    const cart = await cartWith(shop, [variant, 3]);
    const { body } = await checkOut(shop, cart, { payment });
    known.learn(body, 'nobody', cart.token);
    // On a busy machine the answer of the gateway may come too late.
    if (body.order) known.learn((await shop.admin('GET', `/v1/admin/orders/${body.order.id}`)).body, 'nobody');
  }
}

const opened = async (shop: Shop, variant: string) => (await shop.ask('POST', '/v1/carts', { body: { lines: [{ variant_id: variant, quantity: 1 }] } })).body;

/** Makes something of each kind, with a worker that does what is done in the background. */
async function furnish(shop: Shop, known: KnownThings): Promise<void> {
  await connectWebhooks(shop);
  const admin = { authorization: `Bearer ${ADMIN_KEY}` };
  for (let i = 0; i < 3; i++) await trade(shop, known, [MANUAL, card(), { ...card(), capture: 'manual' }]);
  await askForMails(shop);
  const { headers } = await customerOf(shop);
  await shop.ask('POST', '/v1/customers/me/data-exports', { headers });
  for (const [path, file] of [['/v1/admin/imports', 'Handle,Title,Variant Price\nmug,Mug,1\nbad,,x\n'], ['/v1/admin/settlement-reports?gateway=stripe&format=stripe', await balance(shop)]] as const) {
    const form = new FormData();
    form.set('file', new Blob([file], { type: 'text/csv' }), 'a.csv');
    const answer = await fetch(`${shop.url}${path}`, { method: 'POST', body: form, headers: { ...admin, 'idempotency-key': `a key for ${path}`.replaceAll(/[^\w]/g, '-') } });
    known.learn(await answer.json(), 'nobody');
  }
  await eventually(async () => {
    const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
    if (body.data.length < 20) throw new Error(`${body.data.length} mails`);
    known.learn(body, 'nobody');
    const [report] = (await shop.admin('GET', '/v1/admin/settlement-reports')).body.data;
    if (report.status !== 'completed') throw new Error(`The report is ${report.status}`);
  }, 60_000);
  for (const list of LISTS) known.learn((await shop.admin('GET', list)).body, 'nobody');
  known.learn(await apiKey(shop, 'catalog:read'), 'nobody');
  // From here on nothing comes by itself.
  await fetch(`${shop.sandbox.url}/_sandbox/webhook-endpoint`, { method: 'DELETE' });
}

const LISTS = ['products', 'orders', 'payments', 'stock-levels', 'ledger/accounts', 'ledger/journals', 'settlement-reports', 'roles', 'gateway-events'].map((name) => `/v1/admin/${name}`);

async function balance(shop: Shop): Promise<string> {
  const text = await (await fetch(`${shop.sandbox.url}/_sandbox/balance-transactions.csv`)).text();
  // One that nobody knows: a difference, for which there is a correction.
  return `${text.trimEnd()}\n${text.split('\n')[1]!.replaceAll(/(txn|ch|py|re)_\w+/g, '$1_unknown').replaceAll(/op_\w+/g, '')}\n`;
}

/** Mails with secrets in them, of each kind. */
async function askForMails(shop: Shop): Promise<void> {
  const { body: roles } = await shop.admin('GET', '/v1/admin/roles');
  for (let i = 0; i < 4; i++) {
    await shop.ask('POST', '/v1/customers', { body: { email: `new-${i}@example.com`, name: 'Ada', password: 'three small rain boots' } });
    const { email, headers } = await customerOf(shop);
    await shop.ask('POST', '/v1/password-resets', { body: { email } });
    await shop.ask('POST', '/v1/customers/me/email-changes', { headers, body: { email: `other-${i}@example.com` } });
    const { headers: owner } = await staffOf(shop, 'owner');
    await shop.ask('POST', '/v1/admin/staff', { headers: { ...owner, 'idempotency-key': `invitation-number-${i}` }, body: { email: `staff-${i}@example.com`, name: 'Grace', role_id: roles.data.at(-1).id } });
  }
}

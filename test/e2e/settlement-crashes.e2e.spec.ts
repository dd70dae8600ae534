import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { NOW, Office, REPORTS } from '../support/office.js';
import { Program } from '../support/program.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const SECRET = 'a secret that two processes of this spec share';

/** A shop, and what finance does with it. */
class Firm {
  private constructor(
    readonly shop: Shop,
    readonly office: Office,
    private readonly variant: string,
  ) {}

  static async open(): Promise<Firm> {
    const shop = await Shop.open({ settings: { HOLDFAST_SECRET: SECRET } });
    return new Firm(shop, new Office(shop), await sellable(shop, { stock: 100, price: 1_000 }));
  }

  /** Sells something, and has the report of it, of which most lines are fees, some nobody knows, and one tells another amount than ours. */
  async trade(name: string): Promise<string> {
    for (let i = 0; i < 2; i++) {
      const { status, text } = await checkOut(this.shop, await cartWith(this.shop, [this.variant, 1]), { payment: card() });
      if (status !== 201) throw new Error(text);
    }
    const known = (await (await fetch(`${this.shop.sandbox.url}/_sandbox/balance-transactions.csv`)).text()).trimEnd().split('\r\n');
    const row = (id: string, type: string, reference: string, amount: string) =>
      known[0]!.split(',').map((column) => ({ id, Type: type, Source: reference, Amount: amount, Fee: '0', Net: amount, Currency: 'eur', 'Created (UTC)': NOW })[column] ?? '').join(',');
    const rest = Array.from({ length: 2_600 }, (_, i) => (i % 300 === 7 ? row(`${name}_${i}`, 'charge', `ch_${name}_${i}`, '3.00') : row(`${name}_${i}`, 'stripe_fee', '', '-0.02')));
    const [sold, ...others] = known.slice(1).reverse();
    // One of the two is not reported, and one with another amount.
    return [known[0], ...others.slice(1), sold!.replace('10.00', '9.00').replace('9.60', '8.60'), ...rest].join('\r\n');
  }

  /** Accepts all that reports differ in: then the books have to say what the gateway says. */
  async follow(): Promise<void> {
    for (const { id } of await this.office.reports()) {
      for (const difference of await this.office.differences(id, '?status=open&limit=100')) expect((await this.office.correct(id, difference.id)).status).toBe(201);
    }
  }
}

const QUERY = `gateway=stripe&format=stripe&complete_until=${encodeURIComponent(new Date(Date.now() + 3_600_000).toISOString())}`;

describe('a report that is worked on when the worker is killed', () => {
  let firm: Firm;
  let control: Firm;
  let worker: Program;

  beforeAll(async () => {
    [firm, control] = [await Firm.open(), await Firm.open()];
    const env = {
      DATABASE_URL: firm.shop.database.url, HOLDFAST_SECRET: SECRET, HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true',
      STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: firm.shop.sandbox.url,
    };
    worker = await Program.start('worker', { env, build: 'dist-faults' });
  }, 120_000);
  afterAll(async () => {
    await worker?.kill();
    await Promise.all([firm, control].map((one) => one?.shop.close()));
  });

  /** What a report led to; ids of ours are others in each shop. */
  const outcome = async ({ office, shop }: Firm, id: string) => {
    const { status, progress, lines, differences, error } = (await shop.admin('GET', `${REPORTS}/${id}`)).body;
    const listed = (await office.differences(id, '?limit=100')).map(({ kind, field, ours, theirs, proposal }) => JSON.stringify([kind, field, ours, theirs, proposal]));
    return { status, progress, lines, differences, error, listed: listed.toSorted(), balances: await office.balances() };
  };

  it.each<[FailpointName, number]>([
    ['settlement.staged', 2], ['settlement.read', 1], ['settlement.begun', 1], ['settlement.in-step', 2], ['settlement.stepped', 2], ['settlement.in-step', 5], ['settlement.in-step', 7],
  ])('at %s, for the %i. time, ends as if nothing had happened', async (at, nth) => {
    const name = `txn_${randomUUID().slice(0, 8)}`;
    const [csv, twin] = [await firm.trade(name), await control.trade(name)];
    worker.order({ at, nth, trouble: 'kill' });

    const { status, answer } = await firm.office.send({ csv, query: QUERY });
    expect([status, answer.status, answer.progress]).toEqual([202, 'pending', { lines_done: 0, lines_total: 0 }]);
    await worker.exited;
    const [half] = await sql(firm.shop.database.url, `select status from payments.settlement_imports order by created_at desc limit 1`);
    expect(half!['status']).toBe(at === 'settlement.staged' || at === 'settlement.read' ? 'pending' : 'running');
    await worker.restart();
    await eventually(async () => expect((await firm.shop.admin('GET', `${REPORTS}/${answer.id}`)).body.status).toBe('completed'), 60_000);

    const { body } = await control.office.upload({ csv: twin, query: QUERY });
    const expected = await outcome(control, body.id);
    expect(await outcome(firm, answer.id)).toEqual(expected);
    expect(expected).toMatchObject({ status: 'completed', lines: { booked: 2_591 }, error: null });
    expect(expected.listed.length).toBeGreaterThanOrEqual(10);
  }, 120_000);

  it('leaves books that hold, once every difference is accepted', async () => {
    await firm.follow();

    await eventually(() => expectProof(firm.shop), 60_000);
  }, 90_000);
});

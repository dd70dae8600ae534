import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { toUuid } from '@holdfast/kernel';
import { ExpireCheckouts } from '../../libs/ordering/src/application/end-checkouts.js';
import { eventually } from '../support/eventually.js';
import { booksOf, due, noScripts, overdue, resolveNow, script } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { euros } from '../support/payments.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const SECURE = { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.example/back' };
const AT_ONCE = 20;

interface Begun {
  readonly id: string;
  readonly orderId: string | undefined;
  readonly headers: Record<string, string>;
}

describe('payments are locked before checkouts and orders', () => {
  let shop: Shop;
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 1_000 });
  });
  afterEach(() => noScripts(shop.sandbox.url));
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  async function begun(payment: object): Promise<Begun> {
    const cart = await cartWith(shop, [variant, 1]);
    const { body } = await checkOut(shop, cart, { payment });
    return { id: body.id, orderId: body.order?.id, headers: cart.headers as Record<string, string> };
  }
  const cancel = ({ id, headers }: Begun) => shop.ask('DELETE', `/v1/checkouts/${id}`, { headers, unchecked: true });
  const expire = async ({ id }: Begun) => {
    await overdue(shop, id);
    await shop.app.get(CommandBus, { strict: false }).execute(new ExpireCheckouts(100));
  };
  const refund = async ({ orderId }: Begun) => {
    const [line] = (await shop.admin('GET', `/v1/admin/orders/${orderId}`)).body.lines;
    return shop.admin('POST', `/v1/admin/orders/${orderId}/refunds`, { lines: [{ line_id: line.id, quantity: 1 }] }, { 'idempotency-key': randomUUID() });
  };
  /** One part is paid; of the other one nobody knows yet that it is, and meanwhile somebody else has got the piece. */
  async function soldMeanwhile(): Promise<Begun> {
    const last = await sellable(shop, { price: 2_000, stock: 1 });
    const cart = await cartWith(shop, [last, 1]);
    const { body } = await checkOut(shop, cart, { payment: { ...card(), amount: euros(700) } });
    const headers = { ...cart.headers, 'idempotency-key': randomUUID() };
    await script(shop.sandbox.url, { fault: 'succeed_then_500' });
    expect((await shop.ask('POST', `/v1/checkouts/${body.id}/payments`, { headers, body: card() })).status).toBe(202);
    await sql(shop.database.url, `update inventory.holds set pinned = false, expires_at = now() where checkout_id = $1`, [toUuid(body.id)]);
    expect((await checkOut(shop, await cartWith(shop, [last, 1]))).body.status).toBe('completed');
    return { id: body.id, orderId: undefined, headers };
  }
  const learn = async ({ id, headers }: Begun) => {
    await resolveNow(shop);
    await resolveNow(shop);
    const { body } = await shop.ask('GET', `/v1/checkouts/${id}`, { headers });
    expect([body.status, ...body.payments.map(({ status }: any) => status)]).toEqual(['open', 'refunded', 'refunded']);
  };

  const ofCheckout = 'select 1 from ordering.checkouts where id = $1 for update nowait';
  const ofLines = 'select 1 from ordering.order_lines l join ordering.orders o on o.id = l.order_id where o.checkout_id = $1 for update of l nowait';

  it.each<[string, () => Promise<Begun>, (one: Begun) => Promise<unknown>, string]>([
    ['a shopper who gives up', () => begun(SECURE), cancel, ofCheckout],
    ['the end of the time', () => begun(SECURE), expire, ofCheckout],
    ['staff that refunds pieces', () => begun(card()), refund, ofLines],
    ['whoever gives back all parts of what lost its stock', soldMeanwhile, learn, ofCheckout],
  ])('%s waits for whoever has the payment, and keeps nothing from them meanwhile', async (_, start, act, rest) => {
    const one = await start();
    // Stands in for whoever brings the news of a payment: locks it, and then what it was for.
    const news = new pg.Client({ connectionString: shop.database.url });
    news.on('error', () => undefined);
    await news.connect();
    await news.query('begin');
    await news.query('select 1 from payments.payments where checkout_id = $1 order by id limit 1 for update', [toUuid(one.id)]);

    const acting = act(one);
    await eventually(async () => {
      const { rows } = await news.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      expect(rows).not.toEqual([]);
    });
    await expect(news.query(rest, [toUuid(one.id)])).resolves.toMatchObject({ rowCount: 1 });
    await news.query('commit');
    await news.end();

    await acting;
  });

  it('so that giving up and the news of a payment, at once, end as one of both', async () => {
    const all = await Promise.all(Array.from({ length: AT_ONCE }, () => begun(SECURE)));
    for (const { id } of all) await fetch(`${shop.sandbox.url}/3ds/${(await booksOf(shop.sandbox.url, id)).intents[0].id}/approve`, { method: 'POST' });
    await due(shop);

    const [answers] = await Promise.all([Promise.all(all.map(cancel)), resolveNow(shop)]);
    await due(shop);
    await resolveNow(shop);

    expect(answers.filter(({ status }) => ![204, 409].includes(status)).map(({ text }) => text)).toEqual([]);
  });
});

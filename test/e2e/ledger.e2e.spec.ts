import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { TendLedger } from '../../libs/payments/src/application/ledger/tend-ledger.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const LEDGER = '/v1/admin/ledger';
const REASON = { reason: 'Booked on the wrong account.' };

describe('the ledger', () => {
  let shop: Shop;
  let variant: string;
  beforeAll(async () => {
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 1_000, price: 1_000 });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  /** Balances of all shared accounts by name, in minor units. */
  const balances = async (query = ''): Promise<Record<string, number>> => {
    const { body } = await shop.admin('GET', `${LEDGER}/accounts?limit=100${query}`);
    return Object.fromEntries(body.data.map(({ code, balance }: any) => [code, balance.amount]));
  };
  const buy = async (payment?: object) => {
    const { status, body, text } = await checkOut(shop, await cartWith(shop, [variant, 3]), { payment });
    if (status !== 201) throw new Error(text);
    return { checkout: body.id as string, order: body.order.id as string, payment: body.payments[0].id as string };
  };
  const act = (payment: string, action: string, amount?: number) =>
    shop.admin('POST', `/v1/admin/payments/${payment}/${action}`, amount === undefined ? {} : { amount: { amount, currency: 'EUR' } });
  /** The transfers of an order, in the order in which they were booked. */
  const booked = async (order: string): Promise<string[]> => {
    const { body } = await shop.admin('GET', `${LEDGER}/journals?order=${order}`);
    return body.data.toReversed().flatMap(({ kind, transfers }: any) => transfers.map((t: any) => `${kind}: ${t.debit} > ${t.credit} ${t.amount.amount}`));
  };
  const orderAccount = (checkout: string) => `order:${checkout}:EUR`;

  it('books a card that is charged with its order', async () => {
    const { order, checkout } = await buy(card());

    expect(await booked(order)).toEqual([`capture: gateway_clearing:stripe:EUR > ${orderAccount(checkout)} 3000`, `capture: ${orderAccount(checkout)} > revenue:goods:EUR 3000`]);
  });

  it('books what is captured by hand and given back in parts, each time what belongs to it', async () => {
    const { order, checkout, payment } = await buy({ gateway: 'manual', method: 'transfer' });
    expect(await booked(order)).toEqual([]);

    for (const [action, amount] of [['captures', 1_000], ['captures', undefined], ['refunds', 500], ['refunds', undefined]] as const) {
      expect((await act(payment, action, amount)).status).toBe(201);
    }

    const account = orderAccount(checkout);
    expect(await booked(order)).toEqual([
      `capture: gateway_clearing:manual:EUR > ${account} 1000`, `capture: ${account} > revenue:goods:EUR 1000`,
      `capture: gateway_clearing:manual:EUR > ${account} 2000`, `capture: ${account} > revenue:goods:EUR 2000`,
      `refund: revenue:goods:EUR > ${account} 500`, `refund: ${account} > gateway_clearing:manual:EUR 500`,
      `refund: revenue:goods:EUR > ${account} 2500`, `refund: ${account} > gateway_clearing:manual:EUR 2500`,
    ]);
    expect((await balances(`&name=order`))[account]).toBe(0);
    expect((await shop.admin('GET', `${LEDGER}/journals?payment=${payment}&kind=refund`)).body.data).toHaveLength(2);
  });

  it('tells balances of now and of any time before, whatever checkpoints there are', async () => {
    const [before] = await sql(shop.database.url, 'select now() as now');
    const then = await balances();
    await buy(card());
    const asOf = `&as_of=${encodeURIComponent(before!['now'].toISOString())}`;

    expect(await balances(asOf)).toEqual(then);
    expect((await balances())['revenue:goods:EUR']).toBe(then['revenue:goods:EUR']! + 3_000);

    // As if all of it had been booked yesterday: a checkpoint stands at last midnight.
    await sql(shop.database.url, `begin; alter table payments.ledger_transfers disable trigger append_only; update payments.ledger_transfers set booked_at = booked_at - interval '1 day'; alter table payments.ledger_transfers enable always trigger append_only; commit`);
    const now = await balances();
    await shop.app.get(CommandBus, { strict: false }).execute(new TendLedger());
    expect(await sql(shop.database.url, `select balance::int from payments.ledger_checkpoints where account = 'revenue:goods:EUR'`)).toEqual([{ balance: now['revenue:goods:EUR'] }]);
    expect(await balances()).toEqual(now);
    await buy(card());
    expect((await balances())['revenue:goods:EUR']).toBe(now['revenue:goods:EUR']! + 3_000);
  });

  it('lists what was booked on an account page by page, newest first', async () => {
    await buy(card());
    const path = `${LEDGER}/accounts/gateway_clearing:stripe:EUR/transfers`;
    const all = (await shop.admin('GET', `${path}?limit=100`)).body.data;
    const first = (await shop.admin('GET', `${path}?limit=1`)).body;
    const rest = (await shop.admin('GET', `${path}?limit=99&cursor=${first.page.next_cursor}`)).body;

    expect([...first.data, ...rest.data]).toEqual(all);
    expect(all.map(({ booked_at }: any) => booked_at)).toEqual(all.map(({ booked_at }: any) => booked_at).toSorted().toReversed());
    expect(all[0]).toMatchObject({ kind: 'capture', side: 'debit', amount: { amount: 3_000, currency: 'EUR' } });
  });

  it.each(['gateway_clearing:nobody:EUR', 'cash:EUR', 'bank'])('answers 404 for the account %s', async (code) => {
    expect((await shop.admin('GET', `${LEDGER}/accounts/${code}/transfers`)).body.code).toBe('ledger-account-not-found');
  });

  it('takes a journal back once, by another one, and never a reversal', async () => {
    const { order } = await buy(card());
    const before = await balances();
    const [journal] = (await shop.admin('GET', `${LEDGER}/journals?order=${order}`)).body.data;
    const reverse = (id: string, key: string = randomUUID()) => shop.admin('POST', `${LEDGER}/journals/${id}/reversals`, REASON, { 'idempotency-key': key });
    const key = randomUUID();

    const races = await Promise.all(Array.from({ length: 10 }, () => reverse(journal.id)));
    const reversal = races.find(({ status }) => status === 201)!.body;

    expect(races.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(409)]);
    expect(reversal).toMatchObject({ kind: 'reversal', reverses: journal.id, reason: REASON.reason, actor: expect.any(String), order_id: order });
    expect((await shop.admin('GET', `${LEDGER}/journals/${journal.id}`)).body.reversed_by).toBe(reversal.id);
    expect((await balances())['revenue:goods:EUR']).toBe(before['revenue:goods:EUR']! - 3_000);
    expect((await reverse(reversal.id, key)).body.code).toBe('journal-reversed');
    expect((await reverse('jrn_01h455vb4pex5vsknk084sn02q')).body.code).toBe('journal-not-found');
  });

  it('asks for its own rights, and for a reason', async () => {
    const keyWith = async (scope: string): Promise<string> => (await shop.admin('POST', '/v1/admin/api-keys', { name: 'Some', scopes: [scope] })).body.secret;
    const [other, reader] = [await keyWith('payments:read'), await keyWith('ledger:read')];
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    const [journal] = (await shop.admin('GET', `${LEDGER}/journals?limit=1`)).body.data;

    expect((await shop.admin('GET', `${LEDGER}/accounts`, undefined, as(other))).status).toBe(403);
    expect((await shop.admin('GET', `${LEDGER}/accounts`, undefined, as(reader))).status).toBe(200);
    expect((await shop.admin('POST', `${LEDGER}/journals/${journal.id}/reversals`, REASON, as(reader))).status).toBe(403);
    expect((await shop.admin('POST', `${LEDGER}/journals/${journal.id}/reversals`, { reason: 'no' })).status).toBe(400);
  });

  it('catches up with money that moved before there were books', async () => {
    const { checkout, payment } = await buy(card());
    await act(payment, 'refunds', 700);
    await sql(shop.database.url, `begin; set local session_replication_role = replica;
      alter table payments.ledger_transfers disable trigger append_only; alter table payments.ledger_journals disable trigger append_only; alter table payments.ledger_orders disable trigger append_only;
      delete from payments.ledger_transfers where journal_id in (select id from payments.ledger_journals where checkout_id = '${toUuid(checkout)}');
      delete from payments.ledger_journals where checkout_id = '${toUuid(checkout)}';
      delete from payments.ledger_orders where checkout_id = '${toUuid(checkout)}';
      alter table payments.ledger_transfers enable always trigger append_only; alter table payments.ledger_journals enable always trigger append_only; alter table payments.ledger_orders enable always trigger append_only;
      commit`);

    await shop.app.get(CommandBus, { strict: false }).execute(new TendLedger());

    expect((await balances('&name=order'))[orderAccount(checkout)]).toBe(2_300);
  });
});

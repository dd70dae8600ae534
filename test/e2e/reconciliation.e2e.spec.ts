import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { MatchLateLines } from '../../libs/payments/src/application/settlement/match-late-lines.js';
import { eventually } from '../support/eventually.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { CLEARING, HEADER, NOW, Office, type Upload } from '../support/office.js';
import { bank } from '../support/observations.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { applyEvents, closeDispute, connectWebhooks, openDispute } from '../support/webhooks.js';

let shop: Shop;
let variant: string;
let office: Office;
const upload = (file: Upload) => office.upload(file);
const balances = () => office.balances();
const differences = (report: string, query?: string) => office.differences(report, query);
const correct = (report: string, difference: string) => office.correct(report, difference);
const sandbox = async (path: string, method = 'GET') => (await fetch(`${shop.sandbox.url}/_sandbox/${path}`, { method })).text();
const buy = async (payment: object = card()) => {
  const { status, body, text } = await checkOut(shop, await cartWith(shop, [variant, 2]), { payment });
  if (status !== 201) throw new Error(text);
  return body.payments[0].id as string;
};
const untilNow = () => `gateway=stripe&format=stripe&complete_until=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`;

describe('reconciliation', () => {
  beforeEach(async () => {
    shop = await Shop.open();
    office = new Office(shop);
    variant = await sellable(shop, { stock: 1_000, price: 1_000 });
  });
  afterEach(() => shop.close());

  it('finds everything that a gateway did, books its fees, and after the payout of everything nothing is left with it', async () => {
    const payments = [await buy(), await buy(), await buy()];
    await shop.admin('POST', `/v1/admin/payments/${payments[0]}/refunds`, { amount: { amount: 300, currency: 'EUR' } });
    const [first] = [await upload({ csv: await sandbox('balance-transactions.csv'), query: untilNow() })];

    expect(first).toMatchObject({ status: 202, body: { status: 'completed', lines: { total: 4, known: 0, changed: 0, matched: 4, booked: 0 }, differences: { open: 0 } } });
    // Three times 2000 with 1.5 % and 25, less 300.
    expect(await balances()).toMatchObject({ [CLEARING]: 6_000 - 3 * 55 - 300, 'fees:EUR': 165 });

    await sandbox('payouts', 'POST');
    const second = await upload({ csv: await sandbox('balance-transactions.csv'), query: untilNow() });
    expect(second).toMatchObject({ status: 202, body: { status: 'completed', lines: { total: 5, known: 4, changed: 0, matched: 0, booked: 1 }, differences: { open: 0 } } });
    expect(await balances()).toMatchObject({ [CLEARING]: 0, 'bank:EUR': 5_535 });
    await expectProof(shop);
  });

  it.each([['after it was reported', true], ['before anything was reported', false]])('knows both movements of a refund that came back %s', async (_, between) => {
    const payment = await buy(card('pm_card_refundFail'));
    await shop.admin('POST', `/v1/admin/payments/${payment}/refunds`, { amount: { amount: 300, currency: 'EUR' } });
    const report = async () => (await upload({ csv: await sandbox('balance-transactions.csv'), query: untilNow() })).body;
    const first = between ? await report() : undefined;
    const { operations } = (await shop.admin('GET', `/v1/admin/payments/${payment}`)).body;
    await bank(shop, `refunds/${operations.at(-1).reference}/fail`);
    await shop.admin('POST', `/v1/admin/payments/${payment}/syncs`);
    await expectProof(shop);

    const { lines, differences: { open } } = await report();

    expect([first?.lines.matched, lines.matched, open]).toEqual(between ? [2, 1, 0] : [undefined, 3, 0]);
    expect(await balances()).toMatchObject({ [CLEARING]: 2_000 - 55 });
    await expectProof(shop);
  });

  it('books nothing twice, however often and whenever a report comes', async () => {
    await buy();
    const csv = await sandbox('balance-transactions.csv');
    const key = randomUUID();
    const [once, again] = [await upload({ csv, key }), await upload({ csv, key })];
    const stand = await balances();
    const races = await Promise.all(Array.from({ length: 12 }, () => upload({ csv })));

    expect([again.answer, again.replayed]).toEqual([once.answer, 'true']);
    expect((await upload({ csv: `${csv} `, key })).body.code).toBe('idempotency-key-reused');
    expect(races.map(({ body }) => `${body.status}, ${body.lines.known} known`)).toEqual(Array(12).fill('completed, 1 known'));
    expect(await balances()).toEqual(stand);
  });

  it('lists what they have and we have not, and books its correction once', async () => {
    const csv = `${HEADER}\r\ntxn_1,charge,ch_1,10.00,0.40,9.60,eur,${NOW},\r\ntxn_2,charge,ch_2,500,15,485,jpy,${NOW},op_1\r\n`;
    const { body: report } = await upload({ csv });
    const [extra, yen] = await differences(report.id);

    expect(extra).toMatchObject({
      kind: 'extra', status: 'open', line_id: 'txn_1', ours: null, theirs: { amount: 1_000, currency: 'EUR' },
      proposal: [{ debit: CLEARING, credit: 'suspense:EUR', amount: { amount: 1_000 } }, { debit: 'fees:EUR', credit: CLEARING, amount: { amount: 40 } }],
    });
    expect(yen.theirs).toEqual({ amount: 500, currency: 'JPY' });
    const races = await Promise.all(Array.from({ length: 5 }, () => correct(report.id, extra.id)));
    expect(races.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect((await correct(report.id, yen.id)).status).toBe(201);
    expect(await balances()).toMatchObject({ [CLEARING]: 960, 'suspense:EUR': 1_000, 'gateway_clearing:stripe:JPY': 485 });
    expect(await differences(report.id, '?status=corrected')).toHaveLength(2);
    expect((await correct(report.id, 'dif_01h455vb4pex5vsknk084sn02q')).body.code).toBe('settlement-report-not-found');
    await expectProof(shop);
  });

  it('lists what we have and they have not, until a later report has it', async () => {
    const late = await buy();
    const csv = await sandbox('balance-transactions.csv');
    const [header] = csv.split('\r\n');
    const { body: report } = await upload({ csv: `${HEADER}\ntxn_p,payout,po_1,-1.00,0,-1.00,eur,${NOW},`, query: untilNow() });

    const [missing] = await differences(report.id);
    expect(missing).toMatchObject({ kind: 'missing', ours: { amount: 2_000 }, theirs: null, proposal: [{ debit: 'suspense:EUR', credit: CLEARING, amount: { amount: 2_000 } }] });
    expect((await shop.admin('GET', `/v1/admin/ledger/journals/${missing.journal_id}`)).body.payment_id).toBe(late);

    expect(header).toContain('Source');
    expect((await upload({ csv })).body.lines).toMatchObject({ matched: 1 });
    expect(await differences(report.id)).toMatchObject([{ id: missing.id, status: 'resolved' }]);
    expect((await correct(report.id, missing.id)).body.code).toBe('difference-settled');
    await expectProof(shop);
  });

  it.each([
    ['amount', (csv: string) => csv.replace('20.00', '19.00').replace('19.45', '18.45'), { 'suspense:EUR': -100, [CLEARING]: 1_845 }],
    ['currency', (csv: string) => csv.replace(',eur,', ',usd,'), { 'suspense:EUR': -2_000, 'suspense:USD': 2_000, [CLEARING]: 0, 'gateway_clearing:stripe:USD': 1_945 }],
  ])('lists another %s than ours, and follows the gateway once somebody says so', async (field, spoil, stand) => {
    await buy();
    const { body: report } = await upload({ csv: spoil(await sandbox('balance-transactions.csv')) });
    const [difference] = await differences(report.id);

    expect(difference).toMatchObject({ kind: 'differing', field, ours: { amount: 2_000, currency: 'EUR' } });
    expect((await correct(report.id, difference.id)).status).toBe(201);
    expect(await balances()).toMatchObject(stand);
    await expectProof(shop);
  });

  it('sees a fee that is another than it was reported before, proposes to follow, and books that once somebody says so', async () => {
    await buy();
    const before = await sandbox('balance-transactions.csv');
    const after = before.replace(',0.55,19.45,', ',0.75,19.25,');
    await upload({ csv: before });
    const { body: report } = await upload({ csv: after });

    expect(report).toMatchObject({ lines: { total: 1, known: 1, changed: 1 }, differences: { open: 1 } });
    const [difference] = await differences(report.id);
    expect(difference).toMatchObject({
      kind: 'changed', field: 'fee', status: 'open', ours: { amount: 55, currency: 'EUR' }, theirs: { amount: 75, currency: 'EUR' },
      proposal: [{ debit: 'fees:EUR', credit: CLEARING, amount: { amount: 20, currency: 'EUR' } }],
    });
    expect(await balances()).toMatchObject({ [CLEARING]: 1_945, 'fees:EUR': 55 });
    // The same file again says nothing new.
    expect((await upload({ csv: after })).body).toMatchObject({ lines: { known: 1, changed: 0 }, differences: { open: 0 } });

    expect((await correct(report.id, difference.id)).status).toBe(201);
    expect(await balances()).toMatchObject({ [CLEARING]: 1_925, 'fees:EUR': 75 });
    expect((await upload({ csv: after })).body.lines).toMatchObject({ changed: 0 });
    await expectProof(shop);
  });

  it('takes back what it proposed when the gateway takes back its change, and proposes the way back from what was accepted', async () => {
    await buy();
    const before = await sandbox('balance-transactions.csv');
    const less = before.replace('20.00', '18.00').replace('19.45', '17.45');
    await upload({ csv: before });
    const { body: first } = await upload({ csv: less });
    await upload({ csv: before });
    expect(await differences(first.id)).toMatchObject([{ kind: 'changed', field: 'amount', status: 'resolved' }]);
    await expectProof(shop);

    const { body: second } = await upload({ csv: less });
    await correct(second.id, (await differences(second.id))[0].id);
    expect(await balances()).toMatchObject({ [CLEARING]: 1_745, 'suspense:EUR': -200 });
    const { body: third } = await upload({ csv: before });
    expect(await differences(third.id)).toMatchObject([{ kind: 'changed', proposal: [{ debit: CLEARING, credit: 'suspense:EUR', amount: { amount: 200 } }] }]);
    await correct(third.id, (await differences(third.id))[0].id);
    expect(await balances()).toMatchObject({ [CLEARING]: 1_945, 'suspense:EUR': 0 });
    await expectProof(shop);
  });

  it('reads the itemized export as well, and finds payments and refunds by their payment intent where no metadata was asked for', async () => {
    const payment = await buy();
    await shop.admin('POST', `/v1/admin/payments/${payment}/refunds`, { amount: { amount: 300, currency: 'EUR' } });
    const { reference } = (await shop.admin('GET', `/v1/admin/payments/${payment}`)).body;
    const header = 'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,payment_intent_id';
    const csv = [
      header, `txn_1,${NOW},${NOW},eur,20.00,0.55,19.45,charge,ch_x,"Payment, of a mug",${reference}`, `txn_2,${NOW},${NOW},eur,-3.00,0.00,-3.00,refund,re_x,,${reference}`,
      `txn_3,${NOW},${NOW},eur,-0.10,0.00,-0.10,fee,,Radar,`, `txn_4,${NOW},${NOW},eur,-16.35,0.00,-16.35,payout,po_x,STRIPE PAYOUT,`,
    ].join('\r\n');

    expect((await upload({ csv })).body).toMatchObject({ lines: { total: 4, matched: 2, booked: 2 }, differences: { open: 0 } });
    expect(await balances()).toMatchObject({ [CLEARING]: 0, 'bank:EUR': 1_635, 'fees:EUR': 65 });
    await expectProof(shop);
  });

  it('looks every day at lines that came before what they are about', async () => {
    await buy({ ...card(), capture: 'automatic' });
    const csv = (await sandbox('balance-transactions.csv')).replaceAll(/op_[0-9a-z]+/g, '');
    const { body: report } = await upload({ csv, query: untilNow() });
    expect((await differences(report.id)).map(({ kind, status }) => [kind, status]).toSorted()).toEqual([['extra', 'open'], ['missing', 'open']]);

    // The payment learns by which charge the gateway knows it.
    const [charge] = /ch_\w+/.exec(csv)!;
    await sql(shop.database.url, `update payments.operations set reference = $1 where kind = 'capture'`, [charge]);
    await shop.app.get(CommandBus, { strict: false }).execute(new MatchLateLines());

    expect(await differences(report.id)).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }]);
    expect(await balances()).toMatchObject({ [CLEARING]: 1_945, 'fees:EUR': 55 });
    await expectProof(shop);
  });

  it('takes any other file by the names of its columns', async () => {
    const payment = await buy({ gateway: 'manual', method: 'transfer' });
    const { body: capture } = await shop.admin('POST', `/v1/admin/payments/${payment}/captures`, {});
    const mapping = { id: 'Buchung', type: 'Art', amount: 'Betrag', currency: 'Währung', created: 'Datum', key: 'Zweck', types: { Eingang: 'payment', Auszahlung: 'payout' }, decimal: ',' };
    const csv = `\uFEFFBuchung;Art;Betrag;Währung;Datum;Zweck\r\nb1;Eingang;"20,00";EUR;2026-01-31;${capture.id}\r\nb2;Auszahlung;-20,00;EUR;2026-01-31;"Konto\r\n""Haupt"""\r\n`;

    const { status, body } = await upload({ csv, mapping, query: 'gateway=manual&format=generic' });

    expect([status, body.lines]).toEqual([202, { total: 2, known: 0, changed: 0, matched: 1, booked: 1 }]);
    expect(await balances()).toMatchObject({ 'gateway_clearing:manual:EUR': 0, 'bank:EUR': 2_000 });
    expect((await upload({ csv, mapping: { ...mapping, types: { Eingang: 'gift' } }, query: 'gateway=manual&format=generic' })).status).toBe(400);
    expect((await upload({ csv, query: 'gateway=manual&format=generic' })).body.errors[0].pointer).toBe('/mapping');
    expect(await sql(shop.database.url, `select from payments.settlement_imports where status <> 'completed'`)).toEqual([]);
  });

  it('finds disputes, opened and won, by the gateway’s ids', async () => {
    await connectWebhooks(shop);
    const payment = await buy();
    const [row] = await sql(shop.database.url, 'select reference from payments.payments where id = $1', [toUuid(payment)]);
    const dispute = await openDispute(shop, { payment_intent: row!['reference'], amount: 700 });
    const learn = async (kind: string) => {
      await eventually(async () => {
        await applyEvents(shop);
        expect((await shop.admin('GET', `/v1/admin/ledger/journals?kind=${kind}`)).body.data).toHaveLength(1);
      });
      return (await upload({ csv: await sandbox('balance-transactions.csv'), query: untilNow() })).body;
    };

    expect(await learn('dispute-opened')).toMatchObject({ lines: { matched: 2 }, differences: { open: 0 } });
    expect(await balances()).toMatchObject({ 'chargebacks:EUR': 700, [CLEARING]: 2_000 - 55 - 700 });

    await closeDispute(shop, dispute.id, 'win');
    expect(await learn('dispute-won')).toMatchObject({ lines: { matched: 1, known: 2 }, differences: { open: 0 } });
    expect(await balances()).toMatchObject({ 'chargebacks:EUR': 0, [CLEARING]: 2_000 - 55 });
    await expectProof(shop);
  });
});

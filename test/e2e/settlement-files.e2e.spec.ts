import { toUuid } from '@holdfast/kernel';
import { expectProof } from '../support/journey.js';
import { CLEARING, HEADER, NOW, Office, REPORTS } from '../support/office.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('files of settlement reports', () => {
  let shop: Shop;
  let office: Office;
  beforeAll(async () => {
    shop = await Shop.open();
    office = new Office(shop);
  });
  afterAll(() => shop.close());

  /** Of a file that failed there is why, and nothing else. */
  const expectNothingOf = async ({ id, lines, differences }: any) => {
    expect([lines, differences]).toEqual([{ total: 0, known: 0, changed: 0, matched: 0, booked: 0 }, { open: 0, corrected: 0, resolved: 0 }]);
    expect((await shop.admin('GET', `${REPORTS}/${id}/lines`)).body.data).toEqual([]);
    for (const table of ['chunks', 'staged', 'lines']) expect(await sql(shop.database.url, `select from payments.settlement_${table} where report_id = $1`, [toUuid(id)])).toEqual([]);
  };

  it('takes all of a file or nothing, and names every fault by line and column', async () => {
    const rows = [
      'txn_1,charge,ch_1,10.001,0,10.00,eur,2026-01-31 10:00:00,', 'txn_2,charge,ch_1,ten,0,,eur,2026-01-31 10:00:00,', 'txn_3,charge,ch_1,10.00,1.00,10.00,eur,2026-01-31 10:00:00,',
      'txn_4,charge,ch_1,10.5,0,,jpy,2026-01-31 10:00:00,', 'txn_5,charge,ch_1,10.0005,0,,kwd,2026-01-31 10:00:00,', 'txn_6,charge,ch_1,10,0,,euro,2026-01-31 10:00:00,',
      'txn_7,charge,ch_1,10,0,,eur,2026-02-31 10:00:00,', ',charge,ch_1,10,0,,eur,2026-01-31 10:00:00,', 'txn_8,charge,ch_1', 'txn_9,stripe_fee,,-2.00,0,-2.00,eur,2026-01-31 10:00:00,',
      'txn_9,stripe_fee,,-3.00,0,-3.00,eur,2026-01-31 10:00:00,', 'txn_10,charge,ch_1,"1,99",0,,eur,2026-01-31 10:00:00,',
    ];
    const { status, body } = await office.upload({ csv: [HEADER, ...rows].join('\n') });

    expect([status, body.status, body.error.code, body.error.message]).toEqual([202, 'failed', 'settlement-report-unreadable', expect.stringContaining('11 faults')]);
    expect(body.error.faults.map(({ line, column, code }: any) => `${line} ${column} ${code}`)).toEqual([
      '2 Amount invalid-amount', '3 Amount invalid-amount', '4 Net wrong-net', '5 Amount invalid-amount', '6 Amount invalid-amount', '7 Currency invalid-currency',
      '8 Created (UTC) invalid-time', '9 id missing', '10 null wrong-cells', '12 id contradicting-line', '13 Amount invalid-amount',
    ]);
    await expectNothingOf(body);
    expect(await office.balances()).toEqual({});
  });

  it.each([
    ['of other columns', 'Date,Text\n2026-01-31,x', 'missing-column'],
    ['that is empty', '', 'empty-file'],
    ['without rows', HEADER, 'no-rows'],
    ['with a quote that never ends', `${HEADER}\n"txn_1,charge`, 'quote-not-closed'],
    ['that is no text', `${HEADER}\n\0\0`, 'not-text'],
  ])('refuses a file %s', async (_, csv, code) => {
    const { status, body } = await office.upload({ csv });

    expect([status, body.status, body.error.faults[0].code]).toEqual([202, 'failed', code]);
  });

  it.each<[string, (csv: string) => string | Uint8Array<ArrayBuffer>, string]>([
    ['whose delimiter is a bar', (csv: string) => csv.replaceAll(',', '|'), 'missing-column'],
    ['with a thousands separator in the place of the decimal point', (csv: string) => csv.replace(',10.00,', ',"10,00",'), 'invalid-amount'],
    ['with thousands in wrong groups', (csv: string) => csv.replace(',10.00,', ',"1,00,000.00",'), 'invalid-amount'],
    ['that was cut off in the middle of a row', (csv: string) => csv.slice(0, csv.lastIndexOf(',eur')), 'wrong-cells'],
    ['that was cut off in the middle of a cell in quotes', (csv: string) => `${csv}txn_3,charge,"ch`, 'quote-not-closed'],
    ['with one id for two movements', (csv: string) => csv.replace('txn_2', 'txn_1'), 'contradicting-line'],
    ['without its currency', (csv: string) => csv.replaceAll(',eur,', ',,'), 'invalid-currency'],
    ['of which a column is missing', (csv: string) => csv.replace('Amount', 'Betrag'), 'missing-column'],
    ['in Latin-1', (csv: string) => Buffer.from(csv.replace('ch_1', 'ch_ü'), 'latin1') , 'not-utf8'],
  ])('refuses a file %s, and keeps nothing of it', async (_, spoil, code) => {
    const stand = await office.balances();
    const { status, body } = await office.upload({ csv: spoil(`${HEADER}\ntxn_1,charge,ch_1,10.00,0.40,9.60,eur,${NOW},\ntxn_2,stripe_fee,,-2.00,0,-2.00,eur,${NOW},\n`) });

    expect([status, body.status, body.error.code, body.error.faults[0].code]).toEqual([202, 'failed', 'settlement-report-unreadable', code]);
    await expectNothingOf(body);
    expect(await office.balances()).toEqual(stand);
  });

  it('takes thousands in groups, a byte order mark, and other line ends', async () => {
    const { status, body } = await office.upload({ csv: `\uFEFF${HEADER}\r"txn_a",payout,po_a,"-1,234,567.89",0.00,"-1,234,567.89",usd,2026-01-31 10:00,\r` });

    expect([status, body.lines.booked]).toEqual([202, 1]);
    expect(await office.balances()).toMatchObject({ 'bank:USD': 123_456_789 });
  });

  it('passes over a line that stands twice', async () => {
    const line = `txn_1,stripe_fee,,-2.00,0,-2.00,eur,${NOW},`;
    const dinars = `txn_2,payout,po_1,-1.234,0,-1.234,kwd,${NOW},`;

    expect((await office.upload({ csv: [HEADER, line, line, dinars].join('\n') })).body.lines).toEqual({ total: 2, known: 0, changed: 0, matched: 0, booked: 2 });
    expect(await office.balances()).toMatchObject({ 'fees:EUR': 200, [CLEARING]: -200, 'bank:KWD': 1_234 });
    await expectProof(shop);
  });

  it('books nothing of a long file of which only the last line is broken, and names that line', async () => {
    const stand = await office.balances();
    const rows = Array.from({ length: 2_500 }, (_, i) => `txn_long_${i},stripe_fee,,-2.00,0,-2.00,eur,${NOW},`);

    const { body } = await office.upload({ csv: [HEADER, ...rows, `txn_end,stripe_fee,,two,0,-2.00,eur,${NOW},`].join('\n') });

    expect(body).toMatchObject({ status: 'failed', error: { faults: [{ line: 2_502, column: 'Amount', code: 'invalid-amount' }] } });
    await expectNothingOf(body);
    expect(await office.balances()).toEqual(stand);
    const contradiction = await office.upload({ csv: [HEADER, ...rows, rows[0]!.replaceAll('2.00', '3.00')].join('\n') });
    expect(contradiction.body.error.faults).toMatchObject([{ line: 2_502, code: 'contradicting-line', message: expect.stringContaining('line 2 ') }]);
    expect((await office.upload({ csv: [HEADER, ...rows, rows[0]].join('\n') })).body).toMatchObject({
      status: 'completed', progress: { lines_done: 2_500, lines_total: 2_500 }, lines: { total: 2_500, booked: 2_500 }, error: null,
    });
    await expectProof(shop);
  });
});

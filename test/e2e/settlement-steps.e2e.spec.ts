import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@holdfast/kernel';
import { GiveUpSettlement } from '../../libs/payments/src/application/settlement/give-up-settlement.js';
import { RunSettlement } from '../../libs/payments/src/application/settlement/run-settlement.js';
import type { ReportId } from '../../libs/payments/src/domain/settlement/settlement-line.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { HEADER, NOW, Office, REPORTS } from '../support/office.js';
import { Shop } from '../support/shop.js';

const query = `gateway=stripe&format=stripe&complete_until=${encodeURIComponent(new Date(Date.now() + 3_600_000).toISOString())}`;

describe('a long report, which is taken in steps,', () => {
  let shop: Shop;
  let office: Office;
  let variant: string;
  beforeEach(async () => {
    shop = await Shop.open();
    office = new Office(shop);
    variant = await sellable(shop, { stock: 10, price: 1_000 });
  });
  afterEach(() => shop.close());

  const run = (command: RunSettlement) => shop.app.get(CommandBus, { strict: false }).execute(command);
  const fees = (count: number) => [HEADER, ...Array.from({ length: count }, (_, i) => `txn_${i},stripe_fee,,-0.01,0,-0.01,eur,${NOW},`)].join('\n');

  it('leaves to a line at the end of a long file what it fits exactly, whatever came before it', async () => {
    await checkOut(shop, await cartWith(shop, [variant, 2]), { payment: card() });
    const csv = await (await fetch(`${shop.sandbox.url}/_sandbox/balance-transactions.csv`)).text();
    const [header, line] = csv.trimEnd().split('\r\n') as [string, string];
    const id = line.split(',')[0]!;
    const other = line.replace(id, 'txn_other').replace('20.00', '21.00').replace('19.45', '20.45');
    const fees = Array.from({ length: 1_200 }, (_, i) => line.replace(id, `txn_fee_${i}`).replace(/,charge,\w+/i, ',stripe_fee,').replace('20.00,0.55,19.45', '-0.01,0.00,-0.01').replaceAll(/op_[0-9a-z]+/g, ''));

    const { body: report } = await office.upload({ csv: [header, other, ...fees, line].join('\r\n'), query });

    expect(report).toMatchObject({ lines: { total: 1_202, matched: 1, booked: 1_200 }, differences: { open: 1 } });
    const [extra] = await office.differences(report.id);
    expect(extra).toMatchObject({ kind: 'extra', line_id: 'txn_other' });
    await office.correct(report.id, extra.id);
    await expectProof(shop);
  });

  it('is given up after a fault of ours, not for that of one before it; what came after it goes on', async () => {
    const [first, second] = [(await office.send({ csv: fees(2), query })).answer, (await office.send({ csv: fees(3).replaceAll('txn_', 'txn_b'), query })).answer];
    const giveUp = (id: ReportId) => shop.app.get(CommandBus, { strict: false }).execute(new GiveUpSettlement(id));
    const seen = async () => Promise.all([first, second].map(async ({ id }) => (await shop.admin('GET', `${REPORTS}/${id}`)).body)) as Promise<any[]>;
    await giveUp(newId('rep'));
    await giveUp(second.id);
    expect((await seen()).map(({ status }) => status)).toEqual(['pending', 'pending']);

    await giveUp(first.id);

    expect((await seen()).map(({ status, error }) => [status, error?.code, error?.faults])).toEqual([['failed', 'settlement-broke-off', []], ['pending', undefined, undefined]]);
    await run(new RunSettlement(second.id));
    await giveUp(second.id);
    expect((await seen()).map(({ status, lines }) => [status, lines.booked])).toEqual([['failed', 0], ['completed', 3]]);
  });

  it('books each line once, whoever takes the steps, and after the reports of its gateway that came before', async () => {
    const [first, second] = [(await office.send({ csv: fees(3_500), query })).answer, (await office.send({ csv: fees(4_200), query })).answer];

    await Promise.all([first, second, first, second].map(({ id }) => run(new RunSettlement(id))));

    const [one, other] = (await Promise.all([first, second].map(({ id }) => shop.admin('GET', `${REPORTS}/${id}`)))).map(({ body }) => body);
    expect(one).toMatchObject({ status: 'completed', progress: { lines_done: 3_500, lines_total: 3_500 }, lines: { total: 3_500, known: 0, booked: 3_500 } });
    expect(other).toMatchObject({ status: 'completed', progress: { lines_done: 4_200, lines_total: 4_200 }, lines: { total: 4_200, known: 3_500, booked: 700 } });
    expect(await office.balances()).toMatchObject({ 'fees:EUR': 4_200 });
    await expectProof(shop);
  });
});

import { ReportReader } from './read-lines.js';
import type { ReportColumns } from './report-format.js';

const COLUMNS: ReportColumns = {
  id: ['Id'], type: ['Type', 'category'], amount: ['Amount'], fee: ['Fee'], net: ['Net'], currency: ['Currency'], created: ['Created'], reference: ['Source'],
  payment: ['Intent'], key: ['key', 'old key'], types: { charge: 'payment', refund: 'refund' }, decimal: '.',
};
const NAMES = ['Id', 'Type', 'Amount', 'Fee', 'Net', 'Currency', 'Created', 'Source', 'Intent', 'key'];
const SALE = { Id: 'txn_1', Type: 'charge', Amount: '10.00', Fee: '0.40', Net: '9.60', Currency: 'eur', Created: '2026-01-31 10:00:00', Source: 'ch_1', Intent: 'pi_1', key: 'op_1' };

const codes = (reader: ReportReader): string[] => reader.takeFaults().map(({ line, column, code }) => `${line} ${column} ${code}`);

function readerOf(names: readonly string[] = NAMES, changes: Partial<ReportColumns> = {}): ReportReader {
  const reader = new ReportReader({ ...COLUMNS, ...changes });
  expect(reader.read({ line: 1, cells: names })).toBeUndefined();
  return reader;
}

/** The one row of a file, and what is wrong with it. */
function read(cells: Readonly<Record<string, string>>, changes: Partial<ReportColumns> = {}) {
  const reader = readerOf(Object.keys(cells), changes);
  return [reader.read({ line: 2, cells: Object.values(cells) }), codes(reader)] as const;
}

describe('a row of a settlement report', () => {
  it('is a line when all its cells are sound', () => {
    expect(read(SALE)).toEqual([
      {
        id: 'txn_1', position: 2, kind: 'payment', type: 'charge', reference: 'ch_1', payment: 'pi_1', key: 'op_1', amount: 1_000, fee: 40, net: 960, currency: 'EUR',
        occurredAt: new Date('2026-01-31T10:00:00Z'),
      },
      [],
    ]);
  });

  it('has its cells under names in any case, with blanks around them', () => {
    const [line] = read(Object.fromEntries(Object.entries(SALE).map(([name, cell]) => [` ${name.toUpperCase()} `, ` ${cell} `])));

    expect(line).toEqual(read(SALE)[0]);
  });

  it('has nothing where the file has no such column, and no fee', () => {
    const { Id, Type, Amount, Currency, Created } = SALE;

    expect(read({ Id, Type, Amount, Currency, Created }, { fee: undefined, net: undefined, payment: undefined })).toEqual([
      expect.objectContaining({ reference: null, payment: null, key: null, amount: 1_000, fee: 0, net: 1_000 }), [],
    ]);
    expect(read({ ...SALE, Fee: '', Net: '', Source: '' })).toEqual([expect.objectContaining({ reference: null, fee: 0, net: 1_000 }), []]);
  });

  it('is read by the first column of several that the file has; a key by the first cell that holds one', () => {
    const { Type, key: _, ...others } = SALE;

    expect(read({ ...others, category: 'refund', Type })[0]).toMatchObject({ kind: 'payment', type: 'charge' });
    expect(read({ ...others, category: 'refund' })[0]).toMatchObject({ kind: 'refund', type: 'refund' });
    expect(read({ ...others, Type: '', category: 'refund' })).toEqual([undefined, ['2 Type missing']]);
    expect(read({ ...others, Type, key: 'op_1', 'old key': 'op_0' })[0]).toMatchObject({ key: 'op_1' });
    expect(read({ ...others, Type, key: ' ', 'old key': 'op_0' })[0]).toMatchObject({ key: 'op_0' });
  });

  it.each([
    ['CHARGE', 'ch_1', 'payment'], ['refund', 'dp_1', 'refund'], ['adjustment', 'dp_1', 'dispute'], ['adjustment', 'du_1', 'dispute'], ['adjustment', 'ch_du_1', 'other'],
    ['adjustment', 'dx_1', 'other'], ['adjustment', '', 'other'],
  ])('of the type %s about "%s" is a %s', (Type, Source, kind) => {
    expect(read({ ...SALE, Type, Source })[0]).toMatchObject({ kind, type: Type });
  });

  it.each<[string, '.' | ',', number]>([
    ['10', '.', 1_000], ['-0.05', '.', -5], ['1,234,567.89', '.', 123_456_789], ['-12,345', '.', -1_234_500], ['1.234,50', ',', 123_450], ['-1.234.567', ',', -123_456_700], ['0,1', ',', 10],
  ])('holds the amount %s, with the decimal sign "%s"', (Amount, decimal, amount) => {
    expect(read({ ...SALE, Amount, Fee: '', Net: '' }, { decimal })).toEqual([expect.objectContaining({ amount }), []]);
  });

  it.each<[string, '.' | ',']>([
    ['10,00', '.'], ['1,00,000.00', '.'], ['1234,567', '.'], ['1,2345', '.'], [',123', '.'], ['1.2.3', '.'], ['10.00', ','], ['1,2,3', ','], ['ten', '.'], ['10.001', '.'], ['1e3', '.'],
  ])('holds no amount %s, with the decimal sign "%s"', (Amount, decimal) => {
    expect(read({ ...SALE, Amount, Fee: '', Net: '' }, { decimal })).toEqual([undefined, ['2 Amount invalid-amount']]);
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'], ['2026-01-31 10:05', '2026-01-31T10:05:00.000Z'], ['2026-01-31T10:05:06Z', '2026-01-31T10:05:06.000Z'],
    ['2026-01-31 10:05:06.25 UTC', '2026-01-31T10:05:06.250Z'],
  ])('happened at %s', (Created, at) => {
    expect(read({ ...SALE, Created })).toEqual([expect.objectContaining({ occurredAt: new Date(at) }), []]);
  });

  it.each(['', '2026-02-30', '2026-13-01', '2026-01-31 25:00', '31.01.2026', '2026-01-31 10:00 CET', 'on 2026-01-31', '2026-01-31 10'])('never happened at "%s"', (Created) => {
    expect(read({ ...SALE, Created })).toEqual([undefined, ['2 Created invalid-time']]);
  });

  it.each<[string, Partial<typeof SALE>, string]>([
    ['no id', { Id: '' }, '2 Id missing'],
    ['no type', { Type: ' ' }, '2 Type missing'],
    ['no amount', { Amount: '', Net: '' }, '2 Amount missing-amount'],
    ['a name too long', { Source: 's'.repeat(256) }, '2 Source too-long'],
    ['no currency', { Currency: '' }, '2 Currency invalid-currency'],
    ['a currency of four letters', { Currency: 'euro' }, '2 Currency invalid-currency'],
    ['a currency of two letters', { Currency: 'eu' }, '2 Currency invalid-currency'],
    ['a net that is not the amount less the fee', { Net: '10.40' }, '2 Net wrong-net'],
    ['a fee that is no amount', { Fee: 'none' }, '2 Fee invalid-amount'],
  ])('is none with %s', (_, faulty, fault) => {
    expect(read({ ...SALE, ...faulty })).toEqual([undefined, [fault]]);
  });

  it('names every faulty cell, and a name may have 255 characters', () => {
    expect(read({ ...SALE, Id: '', Amount: 'ten', Created: 'today' })[1]).toEqual(['2 Amount invalid-amount', '2 Created invalid-time', '2 Id missing']);
    expect(read({ ...SALE, Id: '', Amount: '', Net: '' })[1]).toEqual(['2 Id missing']);
    expect(read({ ...SALE, Id: 'i'.repeat(255) })[1]).toEqual([]);
  });

  it('has as many cells as there are names', () => {
    const reader = readerOf();
    const cells = Object.values(SALE);

    expect([reader.read({ line: 2, cells: cells.slice(1) }), reader.read({ line: 3, cells: [...cells, ''] })]).toEqual([undefined, undefined]);
    expect(reader.takeFaults()).toEqual([9, 11].map((count, at) => ({ line: at + 2, column: null, code: 'wrong-cells', message: `The row has ${count} cells, the first line 10.` })));
  });
});

describe('a settlement report', () => {
  it('lacks every column that is needed, and is not read any further', () => {
    const reader = readerOf(['Id', 'Currency', 'Source']);

    expect(codes(reader)).toEqual(['1 Type missing-column', '1 Amount missing-column', '1 Created missing-column', '1 Fee missing-column', '1 Net missing-column']);
    expect(reader.read({ line: 2, cells: ['txn_1'] })).toBeUndefined();
    reader.end();
    expect(codes(reader)).toEqual([]);
  });

  it('has names of columns, and rows', () => {
    const [empty, bare] = [new ReportReader(COLUMNS), readerOf()];
    empty.end();
    bare.end();

    expect([codes(empty), codes(bare)]).toEqual([['1 null empty-file'], ['1 null no-rows']]);
  });

  it('is whole when its rows were read', () => {
    const reader = readerOf();
    reader.read({ line: 2, cells: Object.values(SALE) });
    reader.end();

    expect(codes(reader)).toEqual([]);
  });

  it('may say a thing twice, and not two things under one id; faults come in the order of the file, once', () => {
    const reader = readerOf();
    const [first, again, other] = [SALE, SALE, { ...SALE, Source: 'ch_2' }].map((cells, at) => reader.read({ line: at + 2, cells: Object.values(cells) })!);
    reader.read({ line: 5, cells: [] });

    expect([reader.contradicts(again!, first!), reader.contradicts(other!, first!)]).toEqual([false, true]);
    expect(reader.takeFaults()).toMatchObject([
      { line: 4, column: 'Id', code: 'contradicting-line', message: 'txn_1 stands in line 2 as well, with other data.' }, { line: 5, code: 'wrong-cells' },
    ]);
    expect(codes(reader)).toEqual([]);
  });
});

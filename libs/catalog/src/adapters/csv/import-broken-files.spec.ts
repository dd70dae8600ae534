import { createTestDatabase } from '../../../../../test/support/database.js';
import { type CatalogUnderTest, startCatalog } from '../../catalog-under-test.js';

const HEADER = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Published';
const mug = (handle: string, cells: Partial<{ title: string; qty: string; price: string; sku: string }> = {}) =>
  `${handle},${cells.title ?? 'Enamel Mug'},Title,Default Title,${cells.sku ?? ''},${cells.qty ?? '3'},${cells.price ?? '12.50'},,true`;
const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');

let catalog: CatalogUnderTest;
beforeAll(async () => {
  catalog = await startCatalog(await createTestDatabase());
});
afterAll(() => catalog.stop());

const faultsOf = async (id: string) => (await catalog.call('GET', `/v1/admin/imports/${id}/rows?status=failed`)).body['data'] as Record<string, unknown>[];

describe('A file that cannot be read at all is refused in one sentence and changes nothing:', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['an empty file', '', 'empty-file', /empty/],
    ['a file with nothing but a header', `${HEADER}\n`, 'no-rows', /no row/],
    ['a file separated by semicolons', file(mug('a')).replaceAll(',', ';'), 'missing-columns', /Handle, Title, Variant Price.*semicolons/],
    ['a file without some columns', 'Title,Vendor\nMug,Us\n', 'missing-columns', /columns Handle, Variant Price\./],
    ['a web page', '<!doctype html>\n<p>Mugs</p>\n', 'missing-columns', /Handle/],
    ['JSON', '{"products": []}', 'stray-quote', /line 1/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'not-text', /not text/],
    ['Latin-1', Buffer.concat([Buffer.from(file(mug('a'))), Buffer.from('b,Caf\xe9,,,,,1,,\n', 'latin1')]), 'not-utf8', /line 3/],
    ['UTF-8 that ends in the middle of a letter', Buffer.concat([Buffer.from(file(mug('a'))), Buffer.from([0xc3])]), 'not-utf8', /UTF-8/],
    ['a quote that is never closed', file(mug('a'), 'b,"Mug,,,,,1,,'), 'quote-not-closed', /never closed/],
    ['a stray quote', file(mug('a'), 'b,"Mug" cold,,,,,1,,'), 'stray-quote', /line 3/],
    ['a line that is far too long', file(mug('a'), `b,${'x'.repeat(1_100_000)}`), 'record-too-long', /1000000/],
  ])('%s', async (_name, content, code, message) => {
    const before = (await catalog.call('GET', '/v1/admin/products')).text;

    const done = await catalog.importCsv(content);

    expect(done).toMatchObject({ status: 'failed', result: null, error: { code, message: expect.stringMatching(message) } });
    expect((await catalog.call('GET', '/v1/admin/products')).text).toBe(before);
  });
});

describe('A faulty row leaves its product out and no other:', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['a price that is no number', mug('bad', { price: 'abc' }), { code: 'invalid-amount', column: 'Variant Price', value: 'abc' }],
    ['a price with too many decimals', mug('bad', { price: '1.999' }), { code: 'invalid-amount' }],
    ['a negative price', mug('bad', { price: '-1' }), { code: 'negative-amount' }],
    ['no price', mug('bad', { price: '' }).replace('Default Title', 'Red').replace(',Title,', ',Color,'), { code: 'missing-price' }],
    ['a negative stock', mug('bad', { qty: '-4' }), { code: 'negative-number', column: 'Variant Inventory Qty', value: '-4' }],
    ['half a piece in stock', mug('bad', { qty: '1.5' }), { code: 'invalid-number' }],
    ['no handle', mug(''), { code: 'missing-handle', column: 'Handle', value: null }],
    ['a handle that fits in no address', mug('Bad Mug'), { code: 'invalid-handle', value: 'Bad Mug' }],
    ['no title', mug('bad', { title: '' }), { code: 'missing-title' }],
    ['a title that is too long', mug('bad', { title: 'x'.repeat(300) }), { code: 'too-long' }],
    ['a cell too many', `${mug('bad')},oops`, { code: 'column-count', column: null }],
    ['an image that is no address', mug('bad').replace(',,true', ',javascript:alert(1),true'), { code: 'invalid-address' }],
    ['a control character', mug('bad', { title: 'Mug\u0007' }), { code: 'control-characters' }],
    ['a flag that is neither', mug('bad').replace(/true$/, 'perhaps'), { code: 'invalid-flag' }],
    ['the SKU of another product', `${mug('other', { sku: 'S-1' })}\n${mug('bad', { sku: 'S-1' })}`, { code: 'sku-taken', value: 'S-1' }],
    ['a bar code that could be a card number, in another column', mug('bad', { sku: '4000000000006' }), { code: 'card-data-not-accepted', column: null, value: null }],
    ['the same option values twice', `${mug('bad')}\nbad,,,Default Title,,1,5,,`, { code: 'duplicate-variant', line: 4 }],
  ])('%s', async (_name, rows, fault) => {
    const done = await catalog.importCsv(file(mug('good-before'), rows, mug('good-after')));

    expect(done).toMatchObject({ status: 'completed', result: { failed: 1 } });
    expect(await faultsOf(done['id'])).toEqual([expect.objectContaining({ status: 'failed', ...fault })]);
    expect((await catalog.call('GET', '/v1/products/by-handle/bad')).status).toBe(404);
    expect((await catalog.call('GET', '/v1/products/by-handle/good-after')).status).toBe(200);
  });
});

test('A byte order mark, CRLF, another order of the columns and unknown columns are no fault', async () => {
  const csv = '\uFEFFVariant Price,Color of the Box,Title,Handle\r\n9.99,red,"Tea, green",tea\r\n';

  const done = await catalog.importCsv(csv);

  expect(done).toMatchObject({ status: 'completed', result: { created: 1, failed: 0 } });
  const { body } = await catalog.call('GET', '/v1/products/by-handle/tea');
  expect(body).toMatchObject({ title: 'Tea, green', options: [], variants: [{ title: null, prices: [{ amount: 999, currency: 'EUR' }] }] });
});

test('Faults are paged in the order of the file', async () => {
  const rows = Array.from({ length: 25 }, (_, at) => mug(`paged-${at}`, { price: 'abc', qty: 'x' }));
  const { id } = await catalog.importCsv(file(...rows));

  const first = await catalog.call('GET', `/v1/admin/imports/${id}/rows?limit=30`);
  const second = await catalog.call('GET', `/v1/admin/imports/${id}/rows?limit=30&cursor=${first.body['page'].next_cursor}`);

  const lines = [...first.body['data'], ...second.body['data']].map(({ line }) => line as number);
  expect(lines).toEqual(rows.flatMap((_, at) => [at + 2, at + 2]));
  expect(second.body['page']).toEqual({ next_cursor: null, has_more: false });
});

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandBus } from '@nestjs/cqrs';
import { newId, toId } from '@holdfast/kernel';
import { BullJobQueue, Database, EventDispatcher, statement } from '@holdfast/platform';
import { ProductFiles } from './application/product-file.js';
import { RunImport } from './application/run-import.js';
import { RunImportJob } from './adapters/jobs/import.jobs.js';
import { type ImportId, UploadedFiles } from './application/uploaded-files.js';
import { createTestDatabase } from '../../../test/support/database.js';
import { type CatalogUnderTest, form, startCatalog } from './catalog-under-test.js';
import { IMPORT_REQUESTED } from './domain/events.js';

const SHIRTS = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text
pier-shirt,Pier Shirt,<p>Woven.</p>,Harbor & Pine,Shirts,"linen, summer",true,Size,S,Color,Moss,PIER-S,180.0,4,49,59.50,https://images.example.com/a.jpg,1,Front
pier-shirt,,,,,,,,M,,Moss,PIER-M,190,0,49,,https://images.example.com/b.jpg,2,
pier-shirt,,,,,,,,,,,,,,,,https://images.example.com/c.jpg,3,Back
draft-shirt,Draft Shirt,,,,,false,Title,Default Title,,,,,7,10,,,,
`;
const samples = ['apparel.csv', 'home-and-garden.csv'].map((name) => fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url)));
const here = samples.every((path) => existsSync(path));
if (!here) process.stdout.write("Shopify's own sample files are not beside this checkout: their two tests are skipped.\n");

let catalog: CatalogUnderTest;
beforeAll(async () => {
  catalog = await startCatalog(await createTestDatabase());
});
afterAll(() => catalog.stop());

const byHandle = async (handle: string) => (await catalog.call('GET', `/v1/products/by-handle/${handle}`)).body;
const sql = <Row>(text: string) => catalog.app.get(Database).query<Row>(statement('spec', text));

test('The rows of one handle become one product with variants, images and stock', async () => {
  const done = await catalog.importCsv(SHIRTS);

  expect(done).toMatchObject({ status: 'completed', progress: { rows: 4, products: 2 }, result: { created: 2, failed: 0 }, error: null });
  expect(await byHandle('pier-shirt')).toMatchObject({
    title: 'Pier Shirt', description: '<p>Woven.</p>', vendor: 'Harbor & Pine', tags: ['linen', 'summer'], in_stock: true,
    options: [{ name: 'Size', values: ['S', 'M'] }, { name: 'Color', values: ['Moss'] }],
    images: [{ alt: 'Front', position: 1 }, { alt: null, position: 2 }, { alt: 'Back', position: 3 }],
    variants: [
      { sku: 'PIER-S', title: 'S / Moss', in_stock: true, weight_grams: 180, prices: [{ amount: 4900, currency: 'EUR', compare_at_amount: 5950 }] },
      { sku: 'PIER-M', title: 'M / Moss', in_stock: false },
    ],
  });
  expect((await catalog.call('GET', '/v1/products/by-handle/draft-shirt')).status).toBe(404);
  expect(catalog.stock.total).toBe(11);
  expect(catalog.stock.causes).toEqual([done['id']]);
});

test('The same file again changes nothing and adds no stock', async () => {
  const versions = () => sql(`select handle, version, updated_at::text from catalog.products order by handle`);
  const [before, stock] = [await versions(), catalog.stock.total];

  const done = await catalog.importCsv(SHIRTS);

  expect(done).toMatchObject({ result: { created: 0, updated: 0, unchanged: 2 } });
  expect(await versions()).toEqual(before);
  expect(catalog.stock.total).toBe(stock);
});

test('A changed file updates what it names and leaves the rest; prices in other currencies stay', async () => {
  const { id, variants } = await byHandle('pier-shirt');
  const { headers } = await catalog.call('GET', `/v1/admin/products/${id}`);
  const prices = [{ amount: 4900, currency: 'EUR' }, { amount: 5500, currency: 'USD' }];
  await catalog.call('PUT', `/v1/admin/variants/${variants[0].id}/prices`, { prices }, { 'if-match': headers['etag']! });

  const done = await catalog.importCsv('Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price\npier-shirt,Pier Shirt,Size,S,Color,Fern,PIER-S,45\n');

  expect(done).toMatchObject({ result: { updated: 1 } });
  const after = await byHandle('pier-shirt');
  expect(after.variants).toMatchObject([{ id: variants[0].id, title: 'S / Fern', prices: [{ amount: 4500 }, { amount: 5500, currency: 'USD' }] }, { id: variants[1].id }]);
  expect(after.images).toHaveLength(3);
});

test('A handle that comes again later in the file is the same product', async () => {
  const csv = 'Handle,Title,Option1 Name,Option1 Value,Variant Price\nsock,Sock,Size,S,5\ncap,Cap,,,9\nsock,Other Title,,L,6\n';

  await catalog.importCsv(csv);
  const again = await catalog.importCsv(csv);

  expect(again).toMatchObject({ progress: { products: 3 }, result: { unchanged: 3 } });
  expect(await byHandle('sock')).toMatchObject({ title: 'Sock', options: [{ name: 'Size', values: ['S', 'L'] }] });
});

test('Prices are read in the currency of the form', async () => {
  await catalog.importCsv('Handle,Title,Variant Price\nfan,Fan,1500\n', { currency: 'JPY' });

  expect((await byHandle('fan')).price_ranges).toEqual([{ currency: 'JPY', min_amount: 1500, max_amount: 1500 }]);
});

test('An import goes on where a crash left it, and every product is counted once', async () => {
  const rows = Array.from({ length: 400 }, (_, at) => `resumed-${at},Thing ${at},10,1`);
  const csv = ['Handle,Title,Variant Price,Variant Inventory Qty', ...rows].join('\n');
  const { type, payload } = form(csv);
  const { body } = await catalog.call('POST', '/v1/admin/imports', payload as never, { 'content-type': type });
  const before = catalog.stock.total;
  catalog.stock.callsUntilCrash = 3;

  await expect(catalog.app.get(CommandBus).execute(new RunImport(body['id'] as ImportId))).rejects.toThrow('crash');
  const half = (await catalog.call('GET', `/v1/admin/imports/${body['id']}`)).body;
  await Promise.all([1, 2].map(() => catalog.app.get(CommandBus).execute(new RunImport(body['id'] as ImportId))));

  expect(half).toMatchObject({ status: 'running', progress: { products: 200 } });
  const done = (await catalog.call('GET', `/v1/admin/jobs/${body['id']}`)).body;
  expect(done).toMatchObject({ status: 'completed', kind: 'catalog.import', progress: { rows: 400 }, result: { created: 400, unchanged: 0 } });
  expect(catalog.stock.total).toBe(before + 400);
  expect(await sql(`select from catalog.import_chunks`)).toEqual([]);
});

test('An upload answers 202 with the address of its job, and repeats with the same key', async () => {
  const { type, payload } = form('Handle,Title,Variant Price\nkeyed,Keyed,1\n');
  const headers = { 'content-type': type, 'idempotency-key': 'a-key-of-the-spec-0001' };

  const first = await catalog.call('POST', '/v1/admin/imports', payload as never, headers);
  const again = await catalog.call('POST', '/v1/admin/imports', payload as never, headers);
  const other = await catalog.call('POST', '/v1/admin/imports', form('Handle').payload as never, headers);

  expect(first).toMatchObject({ status: 202, body: { status: 'pending', currency: 'EUR', file_name: 'products.csv', progress: { rows: 0, products: 0 } } });
  expect(first.headers['location']).toBe(`/v1/admin/jobs/${first.body['id']}`);
  expect(again).toMatchObject({ status: 202, text: first.text, headers: { 'idempotent-replayed': 'true' } });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});

test('A body of text/csv is taken as well, and other types are not', async () => {
  const raw = await catalog.call('POST', '/v1/admin/imports?currency=USD', 'Handle,Title,Variant Price\nraw,Raw,1\n', { 'content-type': 'text/csv; charset=utf-8' });
  const json = await catalog.call('POST', '/v1/admin/imports', { file: 'no' });
  const elsewhere = await catalog.call('POST', '/v1/admin/products', 'Handle', { 'content-type': 'text/csv' });
  const empty = await catalog.call('POST', '/v1/admin/imports', '--x--\r\n', { 'content-type': 'multipart/form-data; boundary=x' });

  expect(raw).toMatchObject({ status: 202, body: { currency: 'USD', size: 37 } });
  expect([json.status, elsewhere.status, empty.status]).toEqual([415, 415, 400]);
});

test('The event of an upload puts its job into the queue', async () => {
  const { type, payload } = form('Handle,Title,Variant Price\nqueued,Queued,1\n');
  const { body } = await catalog.call('POST', '/v1/admin/imports', payload as never, { 'content-type': type });
  const [event] = await sql<{ id: string }>(`select platform.outbox.id from platform.outbox where type = '${IMPORT_REQUESTED}' order by id desc limit 1`);

  await catalog.app.get(EventDispatcher).handle({ id: 'x', data: { id: toId('evt', event!.id) }, attempt: 1 });

  const job = await catalog.app.get(BullJobQueue).queue('imports').getJob(`import-${body['id']}`);
  expect(job).toMatchObject({ name: 'run-import', data: { id: body['id'] } });
  expect(await sql(`select from_state, to_state, payload from platform.outbox where id = '${event!.id}'`)).toEqual([{ from_state: null, to_state: 'pending', payload: { import_id: body['id'] } }]);
});

test('A job that fails by a fault of ours is tried twelve times, and then the import is given up', async () => {
  const { type, payload } = form('Handle,Title,Variant Price\nbroken-off,Broken Off,1\n');
  const { body } = await catalog.call('POST', '/v1/admin/imports', payload as never, { 'content-type': type });
  const run = (attempt: number) => catalog.app.get(RunImportJob).handle({ id: 'x', data: { id: body['id'] }, attempt });
  const seen = async () => (await catalog.call('GET', `/v1/admin/imports/${body['id']}`)).body;
  await sql('alter table catalog.products rename to products_elsewhere');
  try {
    await expect(run(11)).rejects.toThrow();
    expect(await seen()).toMatchObject({ status: 'running', error: null });
    await expect(run(12)).rejects.toThrow();
    expect(await seen()).toMatchObject({ status: 'failed', error: { code: 'import-broke-off' } });
  } finally {
    await sql('alter table catalog.products_elsewhere rename to products');
  }
  await run(1);
  expect(await seen()).toMatchObject({ status: 'failed', progress: { products: 0 } });
});

test('A line of 200 MB is refused without being held in memory', async () => {
  const files = catalog.app.get(UploadedFiles);
  const read = files.read.bind(files);
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let pieces = 0;
  files.read = async function* () {
    yield Buffer.from('Handle,Title,Variant Price\nlong,');
    for (; pieces < 200; pieces++) yield piece;
  };
  const before = process.memoryUsage().rss;

  const refusal = await catalog.app.get(ProductFiles).check(newId('job')).catch((error: unknown) => error);
  files.read = read;

  expect(refusal).toMatchObject({ slug: 'record-too-long' });
  expect(pieces).toBeLessThan(10);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

(here ? describe : describe.skip)("Shopify's own sample files", () => {
  test.each(samples)('%s goes in whole, and again without a change', async (path) => {
    const csv = readFileSync(path);

    const first = await catalog.importCsv(csv);
    const again = await catalog.importCsv(csv);

    expect(first).toMatchObject({ status: 'completed', result: { failed: 0, row_errors: 0, updated: 0 } });
    expect(first['result'].created).toBeGreaterThan(15);
    expect(again).toMatchObject({ result: { created: 0, updated: 0, unchanged: first['progress'].products } });
  });
});

test('The demo catalog goes in whole', async () => {
  const csv = readFileSync(new URL('../../../apps/launcher/demo-catalog.csv', import.meta.url));

  const done = await catalog.importCsv(csv);

  expect(done).toMatchObject({ status: 'completed', result: { created: 42, failed: 0, row_errors: 0 } });
});

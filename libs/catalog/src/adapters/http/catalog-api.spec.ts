import { newId } from '@holdfast/kernel';
import { statements } from '@holdfast/platform';
import { NoteAvailability } from '../../application/note-availability.js';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ListProducts } from '../../application/reads.js';
import { Catalog, type VariantId } from '../../catalog.js';
import { createTestDatabase } from '../../../../../test/support/database.js';
import { type CatalogUnderTest, startCatalog } from '../../catalog-under-test.js';

let catalog: CatalogUnderTest;
beforeAll(async () => {
  catalog = await startCatalog(await createTestDatabase());
});
afterAll(() => catalog.stop());

const eur = (amount: number) => [{ amount, currency: 'EUR' }];
const make = async (changes: Record<string, unknown> = {}) => {
  const body = { title: 'Harbor Parka', status: 'published', variants: [{ prices: eur(12900) }], handle: newId('prod').toLowerCase(), ...changes };
  return (await catalog.call('POST', '/v1/admin/products', body)).body;
};
const titles = async (query: string) => ((await catalog.call('GET', `/v1/products?${query}`)).body['data'] as { title: string }[]).map(({ title }) => title);

test('A new product is a draft with a handle made from its title, and shoppers do not see it', async () => {
  const made = await catalog.call('POST', '/v1/admin/products', { title: 'Café Mug, 0.4 l', variants: [{ prices: eur(999) }] });

  expect(made).toMatchObject({ status: 201, body: { handle: 'cafe-mug-0-4-l', status: 'draft', version: 1 }, headers: { etag: '"1"', location: `/v1/admin/products/${made.body['id']}` } });
  expect((await catalog.call('GET', `/v1/products/${made.body['id']}`)).status).toBe(404);
});

test('A product is read by id, by handle and in the list with the same bytes', async () => {
  const { id, handle } = await make({ options: ['Size'], variants: [{ option_values: ['M'], sku: 'PARKA-M', prices: eur(12900) }] });

  const byId = await catalog.call('GET', `/v1/products/${id}`);
  const byHandle = await catalog.call('GET', `/v1/products/by-handle/${handle}`);
  const list = await catalog.call('GET', '/v1/products?limit=1');

  expect(byId.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': expect.stringMatching(/^public, max-age=\d+, stale-while-revalidate=\d+$/) });
  expect(byHandle.text).toBe(byId.text);
  expect(list.text).toContain(byId.text);
  expect(byId.body['variants']).toMatchObject([{ title: 'M', sku: 'PARKA-M', in_stock: false }]);
});

test('If-None-Match is answered 304 until the product changes', async () => {
  const { id } = await make();
  const { headers } = await catalog.call('GET', `/v1/products/${id}`);
  const read = () => catalog.call('GET', `/v1/products/${id}`, undefined, { 'if-none-match': headers['etag']! });

  const same = await read();
  await catalog.call('PATCH', `/v1/admin/products/${id}`, { title: 'Harbor Parka II' });

  expect(same).toMatchObject({ status: 304, text: '' });
  expect(await read()).toMatchObject({ status: 200, body: { title: 'Harbor Parka II' } });
});

test('A read is one statement', async () => {
  const { id } = await make();
  const counts: number[] = [];
  for (const path of [`/v1/products/${id}`, '/v1/products', '/v1/products?q=parka&in_stock=false&sort=price']) {
    let count = 0;
    const counting = (text: unknown) => void (count += String(text).includes('platform.announce') ? 0 : 1);
    statements.subscribe(counting);
    expect((await catalog.call('GET', path)).status).toBe(200);
    statements.unsubscribe(counting);
    counts.push(count);
  }

  expect(counts).toEqual([1, 1, 1]);
});

test('A page that many wait for is read once for all of them, after the last of them asked', async () => {
  for (let at = 0; at < 9; at++) await make({ title: `Crowded ${at}`, vendor: `Crowd ${at}` });
  const queries = catalog.app.get(QueryBus, { strict: false });
  const ask = (vendor: string) => queries.execute(new ListProducts({ vendor }, 'EUR', '-created_at', 20, undefined));
  let reads = 0;
  const count = (text: unknown) => void (reads += String(text).includes('catalog.list-products') ? 1 : 0);
  statements.subscribe(count);

  const others = Array.from({ length: 8 }, (_, at) => ask(`Crowd ${at}`));
  const same = await Promise.all(Array.from({ length: 20 }, () => ask('Crowd 8')));
  await Promise.all(others);

  expect(same.filter(({ json }) => json.includes('"Crowded 8"'))).toHaveLength(20);
  expect(reads).toBe(9);
  await make({ title: 'Latecomer', vendor: 'Crowd 8' });
  expect((await ask('Crowd 8')).json).toContain('Latecomer');
  statements.unsubscribe(count);
});

test('Pages of every order show each product once', async () => {
  for (let at = 0; at < 7; at++) await make({ title: `Paged ${at % 3}`, vendor: 'Paging', variants: [{ prices: eur(100 + (at % 2)) }] });

  for (const sort of ['-created_at', 'created_at', 'title', 'price', '-price']) {
    const seen: { id: string }[] = [];
    let cursor = '';
    do {
      const { body } = await catalog.call('GET', `/v1/products?vendor=Paging&limit=2&sort=${sort}${cursor}`);
      seen.push(...body['data']);
      cursor = body['page'].next_cursor ? `&cursor=${body['page'].next_cursor}` : '';
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
    expect(seen).toHaveLength(7);
  }
});

test('Filters narrow a list by tag, type, vendor, price and stock', async () => {
  await make({ title: 'Lamp', type: 'Lights', vendor: 'Glow', tags: ['brass'], variants: [{ prices: [...eur(5000), { amount: 700000, currency: 'JPY' }] }] });
  await make({ title: 'Candle', type: 'Lights', vendor: 'Glow', tags: ['wax'], variants: [{ prices: eur(900) }] });

  expect(await titles('type=Lights&sort=title')).toEqual(['Candle', 'Lamp']);
  expect(await titles('tag=brass')).toEqual(['Lamp']);
  expect(await titles('vendor=Glow&price[gte]=1000&price[lte]=6000')).toEqual(['Lamp']);
  expect(await titles('vendor=Glow&price[lte]=999')).toEqual(['Candle']);
  expect(await titles('vendor=Glow&sort=-price')).toEqual(['Lamp', 'Candle']);
  expect(await titles('vendor=Glow&price[gte]=1&currency=JPY')).toEqual(['Lamp']);
  expect(await titles('vendor=Glow&in_stock=true')).toEqual([]);
});

test('A product that was changed stands in lists by price as what it is now', async () => {
  const { id } = await make({ title: 'Settee', type: 'Seats', vendor: 'Weaver', variants: [{ prices: eur(40_000) }] });
  await make({ title: 'Rocker', type: 'Chairs', vendor: 'Joiner', variants: [{ prices: eur(30_000) }] });

  await catalog.call('PATCH', `/v1/admin/products/${id}`, { title: 'Armchair', type: 'Chairs', vendor: 'Joiner' });

  expect(await titles('type=Seats&sort=price')).toEqual([]);
  expect(await titles('type=Chairs&sort=price')).toEqual(['Rocker', 'Armchair']);
  expect(await titles('vendor=Joiner&sort=-price')).toEqual(['Armchair', 'Rocker']);
  expect(await titles('type=Chairs&price[gte]=1000&sort=title')).toEqual(['Armchair', 'Rocker']);
});

test('A search within filters finds what fits them, and nothing alike where the words are elsewhere', async () => {
  await make({ title: 'Woven Basket', type: 'Storage', vendor: 'Reed', tags: ['willow'], variants: [{ prices: eur(2_000) }] });
  await make({ title: 'Woven Basket Large', type: 'Storage', vendor: 'Rush', tags: ['rattan'], variants: [{ prices: eur(6_000) }] });

  expect(await titles('q=woven&vendor=Reed')).toEqual(['Woven Basket']);
  expect(await titles('q=woven&tag=rattan&in_stock=false&type=Storage')).toEqual(['Woven Basket Large']);
  expect(await titles('q=woven&price[gte]=5000')).toEqual(['Woven Basket Large']);
  expect(await titles('q=woven&sort=-price')).toEqual(['Woven Basket Large', 'Woven Basket']);
  expect(await titles('q=woven&vendor=Nobody')).toEqual([]);
  expect(await titles('q=wovn&vendor=Rush')).toEqual(['Woven Basket Large']);
});

test('A search finds words, accents aside, and similar words where there is none', async () => {
  await make({ title: 'Crème Brûlée Torch', description: '<p>Caramelizes <b>sugar</b>.</p>' });
  await make({ title: 'Enamel Kettle', tags: ['kitchenware'] });

  expect(await titles('q=creme')).toEqual(['Crème Brûlée Torch']);
  expect(await titles('q=SUGAR%20torch')).toEqual(['Crème Brûlée Torch']);
  expect((await titles('q=ketle'))[0]).toBe('Enamel Kettle');
  expect((await titles('q=kitchenwear'))[0]).toBe('Enamel Kettle');
  expect(await titles('q=zzzzqqq')).toEqual([]);
});

test.each(['colour=red', 'limit=0', 'limit=101', 'sort=random', 'price[gt]=1', 'in_stock=maybe', 'cursor=nonsense', `cursor=${Buffer.from('["-created_at","x","y"]').toString('base64url')}`, 'sort=relevance'])('A list asked with ?%s is refused', async (query) => {
  expect(await catalog.call('GET', `/v1/products?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
});

test('An address that cannot name a product names none', async () => {
  for (const name of ['a%00b', 'Not-A-Handle', 'x'.repeat(180)]) expect((await catalog.call('GET', `/v1/products/by-handle/${name}`)).status).toBe(404);
  expect((await catalog.call('GET', '/v1/products/var_01h455vb4pex5vsknk084sn02q')).status).toBe(404);
});

test('If-Match guards every change, and prices need it', async () => {
  const { id, variants } = await make();
  const prices = { prices: eur(9900) };
  const path = `/v1/admin/variants/${variants[0].id}`;
  await catalog.call('PATCH', path, { sku: newId('var') });

  expect(await catalog.call('PUT', `${path}/prices`, prices)).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
  expect(await catalog.call('PUT', `${path}/prices`, prices, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { current_version: 2 } });
  expect(await catalog.call('PUT', `${path}/prices`, prices, { 'if-match': '"2"' })).toMatchObject({ status: 200, headers: { etag: '"3"' } });
  expect(await catalog.call('DELETE', `/v1/admin/products/${id}`, undefined, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  expect((await catalog.call('GET', `/v1/variants/${variants[0].id}`)).body).toMatchObject({ prices: [{ amount: 9900 }], product: { id } });
});

test('A handle and a SKU belong to one product', async () => {
  const { handle } = await make({ variants: [{ sku: 'ONLY-ONE', prices: eur(1) }] });

  expect(await catalog.call('POST', '/v1/admin/products', { title: 'x', handle, variants: [{}] })).toMatchObject({ status: 409, body: { code: 'handle-taken', handle } });
  expect(await catalog.call('POST', '/v1/admin/products', { title: 'x', handle: 'other-one', variants: [{ sku: 'ONLY-ONE' }] })).toMatchObject({ status: 409, body: { code: 'sku-taken', sku: 'ONLY-ONE' } });
});

test('An added variant has to fit the options of its product', async () => {
  const { id } = await make({ options: ['Size'], variants: [{ option_values: ['S'] }] });
  const add = (option_values: string[]) => catalog.call('POST', `/v1/admin/products/${id}/variants`, { option_values });

  expect(await add(['S'])).toMatchObject({ status: 422, body: { code: 'invalid-product' } });
  expect(await add([])).toMatchObject({ status: 422 });
  expect(await add(['L'])).toMatchObject({ status: 201, body: { title: 'L', position: 2 }, headers: { etag: '"2"' } });
});

test('An archived product is gone for shoppers and stays for its makers', async () => {
  const { id } = await make();

  expect((await catalog.call('DELETE', `/v1/admin/products/${id}`)).status).toBe(204);

  expect((await catalog.call('GET', `/v1/products/${id}`)).status).toBe(404);
  expect((await catalog.call('GET', `/v1/admin/products/${id}`)).body).toMatchObject({ status: 'archived', version: 2 });
  expect((await catalog.call('GET', '/v1/admin/products?status=archived')).body['data']).toMatchObject([{ id }]);
});

test('What the stock says is shown, whatever order the news came in', async () => {
  const { id, variants } = await make({ vendor: 'Stocked' });
  const note = () => catalog.app.get(CommandBus).execute(new NoteAvailability([variants[0].id as VariantId, newId('var')]));
  catalog.stock.stock.set(variants[0].id, 2);

  await Promise.all([note(), note()]);

  expect((await catalog.call('GET', `/v1/products/${id}`)).body).toMatchObject({ in_stock: true, variants: [{ in_stock: true }] });
  expect((await catalog.call('GET', '/v1/products?vendor=Stocked&in_stock=true')).body['data']).toMatchObject([{ id }]);
  catalog.stock.stock.set(variants[0].id, 0);
  await note();
  expect((await catalog.call('GET', `/v1/products/${id}`)).body['in_stock']).toBe(false);
});

test('Sellable is what is published, active and priced in the currency, in one statement', async () => {
  const sold = await make({ options: ['Size'], variants: ['S', 'M', 'L'].map((size) => ({ option_values: [size], prices: eur(500) })) });
  const draft = await make({ status: 'draft' });
  await catalog.call('PATCH', `/v1/admin/variants/${sold.variants[1].id}`, { status: 'archived' });
  const ids = [...sold.variants, ...draft.variants].map(({ id }: { id: VariantId }) => id);

  const euros = await catalog.app.get(Catalog).sellable([...ids, newId('var')], 'EUR');
  const yen = await catalog.app.get(Catalog).sellable(ids, 'JPY');

  expect([...euros.keys()]).toEqual([sold.variants[0].id, sold.variants[2].id]);
  expect(euros.get(sold.variants[0].id)).toEqual({
    variantId: sold.variants[0].id, productId: sold.id, handle: sold.handle, title: 'Harbor Parka', variantTitle: 'S', sku: null, imageUrl: null, price: { amount: 500, currency: 'EUR' },
  });
  expect(yen.size).toBe(0);
});

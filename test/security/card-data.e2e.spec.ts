import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import type { Answer } from '../support/answer.js';
import { tablesWith } from '../support/everything.js';
import { ADDRESS, cartWith, MANUAL, type OpenedCart, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { Touched } from '../support/touched.js';

const CARD = '4000056655665556';
const GROUPED = '4000 0566 5566 5556';
const FORMS = [CARD, GROUPED, '4000-0566-5566-5556', encodeURIComponent(GROUPED), '5566'];
const VALID_AS_BOTH = '4000000000006';
const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };
const CSV_HEADER = 'Handle,Title,Variant SKU,Variant Barcode,Variant Price';

describe('a card number', () => {
  let shop: Shop;
  let touched: Touched;
  let cart: OpenedCart;
  let log = '';

  beforeAll(async () => {
    shop = await Shop.open({ log: new Writable({ write: (chunk, _encoding, done) => ((log += String(chunk)), done()) }) });
    cart = await cartWith(shop, [await sellable(shop), 1]);
    touched = await Touched.watch(shop.database.url);
  });
  afterAll(async () => {
    await touched.close();
    await shop.close();
  });

  /** Refused, in words and in headers that do not hold it; nothing kept, nothing logged. */
  async function expectNoTrace(answer: Answer): Promise<void> {
    expect([answer.status, answer.body?.code]).toEqual([422, 'card-data-not-accepted']);
    const said = answer.text + JSON.stringify([...answer.headers]);
    for (const form of FORMS) {
      expect(said).not.toContain(form);
      expect(log).not.toContain(form);
    }
    expect(answer.body.errors).toBeUndefined();
    expect(await touched.take()).toEqual([]);
    expect(await tablesWith(shop.database.url, FORMS.slice(0, 3))).toEqual([]);
  }

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    shop.ask('POST', path, { body, headers: { ...ADMIN, ...cart.headers, 'idempotency-key': randomUUID(), ...headers } });

  it.each<[string, string, unknown]>([
    ['a note', '/v1/carts', { metadata: { note: `Please take ${GROUPED}` } }],
    ['a key of metadata', '/v1/carts', { metadata: { [CARD]: 'x' } }],
    ['a name', '/v1/carts', { shipping_address: { ...ADDRESS, name: CARD } }],
    ['an e-mail', '/v1/carts', { email: `${CARD}@example.com` }],
    ['an unknown field', '/v1/carts', { card: { number: GROUPED, cvc: '123' } }],
    ['the name of an unknown field', '/v1/carts', { [GROUPED]: 1 }],
    ['a number', '/v1/carts', { lines: [{ variant_id: Number(CARD), quantity: 1 }] }],
    ['a method of payment', '/v1/checkouts', { cart_id: 'cart_01h455vb4pex5vsknk084sn02q', payment: { ...MANUAL, method: CARD } }],
    ['a bar code that is none', '/v1/admin/products', { title: 'T', variants: [{ barcode: CARD }] }],
    ['a tag', '/v1/admin/products', { title: 'T', variants: [{}], tags: ['a', GROUPED] }],
    ['a password', '/v1/sessions', { email: 'ada@example.com', password: CARD }],
    ['a body for no route at all', '/v1/nothing', { a: CARD }],
  ])('is refused as %s', async (_name, path, body) => {
    const answer = path === '/v1/nothing' ? await shop.ask('POST', path, { body, unchecked: true }) : await post(path, body);

    if (path === '/v1/nothing') expect(answer.text).not.toContain(CARD);
    else await expectNoTrace(answer);
  });

  it.each([
    ['a search', `/v1/products?q=${CARD}`],
    ['a search in groups', `/v1/products?q=${GROUPED.replaceAll(' ', '+')}`],
    ['a search in disguise', `/v1/products?q=%34${CARD.slice(1)}`],
    ['the name of a parameter', `/v1/products?${CARD}=1`],
    ['an id', `/v1/products/${CARD}`],
    ['an id in groups', `/v1/products/${encodeURIComponent(GROUPED)}`],
    ['a part of no address', `/nothing/${CARD}/at/all`],
    ['a part of an address that cannot be decoded', `/v1/products/${CARD}%zz`],
  ])('is refused as %s', async (name, path) => {
    const answer = await shop.ask('GET', path, { unchecked: true });

    expect(log).toContain('"msg":"request"');
    if (name.endsWith('decoded')) expect([answer.status, answer.text.includes(CARD), log.includes(CARD)]).toEqual([400, false, false]);
    else await expectNoTrace(answer);
  });

  it('is refused in headers that are kept, and not taken as the id of a request', async () => {
    await expectNoTrace(await post('/v1/carts', {}, { 'idempotency-key': CARD }));
    await expectNoTrace(await post('/v1/sessions', { email: 'ada@example.com', password: 'x' }, { 'user-agent': `Browser ${CARD}` }));

    const answer = await shop.ask('GET', '/livez', { headers: { 'x-request-id': CARD } });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    expect(log).not.toContain(CARD);
  });

  it('is not kept with an idempotency key either: the key is as good as new', async () => {
    const key = randomUUID();
    await expectNoTrace(await post('/v1/carts', { metadata: { note: CARD } }, { 'idempotency-key': key }));

    const again = await post('/v1/carts', {}, { 'idempotency-key': key });

    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
    await touched.take();
  });

  const upload = (csv: string, fields: Record<string, string> = {}, fileName = 'products.csv') => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([csv], { type: 'text/csv' }), fileName);
    return fetch(`${shop.url}/v1/admin/imports`, { method: 'POST', headers: { ...ADMIN, 'idempotency-key': randomUUID() }, body: form });
  };
  const answerOf = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  };

  it('is refused in a form: in a field, the name of one, the name of the file', async () => {
    const good = `${CSV_HEADER}\nmug,Mug,,,1.00\n`;

    await expectNoTrace(await answerOf(await upload(good, { currency: CARD })));
    await expectNoTrace(await answerOf(await upload(good, { [CARD]: 'EUR' })));
    await expectNoTrace(await answerOf(await upload(good, {}, `${CARD}.csv`)));
  });

  it.each([['a cell', `mug,Mug ${GROUPED},,,1.00`], ['the bar codes', `mug,Mug,,${CARD},1.00`]])('is refused in %s of a file, whose line is told', async (_name, row) => {
    const answer = await answerOf(await upload(`${CSV_HEADER}\ncup,Cup,,,1.00\n${row}\n`));
    const raw = await shop.ask('POST', '/v1/admin/imports', { raw: `${CSV_HEADER}\n${row}\n`, headers: { ...ADMIN, 'content-type': 'text/csv' } });

    expect([answer.body.detail, raw.body.detail]).toEqual([expect.stringMatching(/^Line 3 /), expect.stringMatching(/^Line 2 /)]);
    // The import that was opened for the file is swept away.
    expect(await touched.take()).toEqual(['catalog.imports insert']);
    await expectNoTrace(answer);
    await expectNoTrace(raw);
  });

  it('is no bar code in its own field', async () => {
    const made = await post('/v1/admin/products', { title: 'Cup', variants: [{ barcode: VALID_AS_BOTH, prices: [{ amount: 1, currency: 'EUR' }] }] });

    expect([made.status, made.body.variants?.[0].barcode]).toEqual([201, VALID_AS_BOTH]);
    expect(await tablesWith(shop.database.url, [VALID_AS_BOTH])).toContain('catalog.variants');
    await touched.take();
    await expectNoTrace(await post('/v1/admin/products', { title: VALID_AS_BOTH, variants: [{}] }));
  });
});

import { randomUUID } from 'node:crypto';
import { ADDRESS, cartWith, type OpenedCart, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { expectRefusal, request, Stored, wire } from './refusals.js';

const MISSING = 'var_01h455vb4pex5vsknk084sn02q';
const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };
const metadataOf = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, i) => [`k${i}`, 'v']));

describe('a body that is not as it should be', () => {
  let shop: Shop;
  let stored: Stored;
  let variant: string;
  let draft: string;
  let cart: OpenedCart;
  let before: unknown[];

  beforeAll(async () => {
    shop = await Shop.open();
    stored = await Stored.of(shop);
    variant = await sellable(shop);
    const unpublished = await shop.admin('POST', '/v1/admin/products', { title: 'Draft', variants: [{ prices: [{ amount: 1, currency: 'EUR' }] }] });
    draft = unpublished.body.variants[0].id;
    cart = await cartWith(shop, [variant, 1]);
  });
  beforeEach(async () => {
    before = await stored.read();
  });
  afterEach(async () => {
    expect(await stored.read()).toEqual(before);
    expect((await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers })).status).toBe(200);
  });
  afterAll(async () => {
    await stored.close();
    await shop.close();
  });

  const lines = (line: object) => ({ lines: [line] });

  it.each<[string, unknown, string[]]>([
    ['an unknown field', { colour: 'red' }, ['/colour']],
    ['many unknown fields', { a: 1, b: 2, 'c/d~e': 3 }, ['/a', '/b', '/c~1d~0e']],
    ['an unknown field of a line', lines({ variant_id: MISSING, quantity: 1, price: 0 }), ['/lines/0/price']],
    ['quantity 0', lines({ variant_id: MISSING, quantity: 0 }), ['/lines/0/quantity']],
    ['quantity -1', lines({ variant_id: MISSING, quantity: -1 }), ['/lines/0/quantity']],
    ['quantity 1.5', lines({ variant_id: MISSING, quantity: 1.5 }), ['/lines/0/quantity']],
    ['quantity 10^9', lines({ variant_id: MISSING, quantity: 1e9 }), ['/lines/0/quantity']],
    ['quantity beyond all integers', lines({ variant_id: MISSING, quantity: 1e300 }), ['/lines/0/quantity']],
    ['quantity "1"', lines({ variant_id: MISSING, quantity: '1' }), ['/lines/0/quantity']],
    ['quantity null', lines({ variant_id: MISSING, quantity: null }), ['/lines/0/quantity']],
    ['quantity []', lines({ variant_id: MISSING, quantity: [] }), ['/lines/0/quantity']],
    ['quantity {}', lines({ variant_id: MISSING, quantity: {} }), ['/lines/0/quantity']],
    ['quantity true', lines({ variant_id: MISSING, quantity: true }), ['/lines/0/quantity']],
    ['no quantity', lines({ variant_id: MISSING }), ['/lines/0/quantity']],
    ['the id of a product', lines({ variant_id: 'prod_01h455vb4pex5vsknk084sn02q', quantity: 1 }), ['/lines/0/variant_id']],
    ['an id in upper case', lines({ variant_id: MISSING.toUpperCase(), quantity: 1 }), ['/lines/0/variant_id']],
    ['a UUID for an id', lines({ variant_id: randomUUID(), quantity: 1 }), ['/lines/0/variant_id']],
    ['a number for an id', lines({ variant_id: 1, quantity: 1 }), ['/lines/0/variant_id']],
    ['lines that are an object', { lines: { variant_id: MISSING, quantity: 1 } }, ['/lines']],
    ['lines that are a text', { lines: 'all' }, ['/lines']],
    ['lines of texts', { lines: ['x'] }, ['/lines', '/lines/0']],
    ['lines of null', { lines: [null] }, ['/lines', '/lines/0']],
    ['lines of lists', { lines: [[]] }, ['/lines']],
    ['201 lines', { lines: Array.from({ length: 201 }, () => ({ variant_id: MISSING, quantity: 1 })) }, ['/lines']],
    ['a currency that is none', { currency: 'euro' }, ['/currency']],
    ['a currency in lower case', { currency: 'eur' }, ['/currency']],
    ['a currency that nobody has', { currency: 'QQQ' }, ['/currency']],
    ['a list for a currency', { currency: ['EUR'] }, ['/currency']],
    ['an e-mail of 300 characters', { email: `${'a'.repeat(288)}@example.com` }, ['/email']],
    ['an e-mail without @', { email: 'ada.example.com' }, ['/email']],
    ['an e-mail with a line break', { email: 'ada@example.com\nBcc: eve@example.com' }, ['/email']],
    ['half a surrogate pair in an e-mail', { email: 'ada\ud800@example.com' }, ['/email']],
    ['two e-mails', { email: 'ada@example.com,eve@example.com' }, ['/email']],
    ['a list for an e-mail', { email: ['ada@example.com'] }, ['/email']],
    ['an address that is a text', { shipping_address: '12 Harbor Street' }, ['/shipping_address']],
    ['an address that is a list', { shipping_address: [] }, ['/shipping_address']],
    ['an empty address', { shipping_address: {} }, ['/shipping_address/city', '/shipping_address/country', '/shipping_address/line1', '/shipping_address/name']],
    ['a country that does not exist', { shipping_address: { ...ADDRESS, country: 'ZZ' } }, ['/shipping_address/country']],
    ['a NUL in a text', { shipping_address: { ...ADDRESS, name: 'Ada\u0000' } }, ['/shipping_address/name']],
    ['an escape character in a text', { shipping_address: { ...ADDRESS, city: '\u001b[2J' } }, ['/shipping_address/city']],
    ['half a surrogate pair in a text', { shipping_address: { ...ADDRESS, name: 'Ada \ud83d' } }, ['/shipping_address/name']],
    ['half a surrogate pair in metadata', { metadata: { note: '\udc00' } }, ['/metadata']],
    ['half a surrogate pair in a key', { metadata: { '\ud800': 'note' } }, ['/metadata']],
    ['a NUL in metadata', { metadata: { note: '\u0000' } }, ['/metadata']],
    ['a NUL in a key of metadata', { metadata: { '\u0000': 'note' } }, ['/metadata']],
    ['metadata of 51 keys', { metadata: metadataOf(51) }, ['/metadata']],
    ['metadata with a key of 41 characters', { metadata: { ['k'.repeat(41)]: 'v' } }, ['/metadata']],
    ['metadata with a value of 501 characters', { metadata: { k: 'v'.repeat(501) } }, ['/metadata']],
    ['metadata that is a list', { metadata: [] }, ['/metadata']],
    ['metadata with a number', { metadata: { k: 1 } }, ['/metadata']],
    ['metadata with an object', { metadata: { k: {} } }, ['/metadata']],
  ])('is refused with a pointer to the fault: %s', async (_name, body, pointers) => {
    expectRefusal(await shop.ask('POST', '/v1/carts', { body, headers: { 'idempotency-key': randomUUID() } }), 400, 'invalid-request', pointers);
  });

  it.each<[string, string | Uint8Array]>([
    ['broken JSON', '{"email":'],
    ['JSON with something after it', '{} {}'],
    ['JavaScript', '{email: "a"}'],
    ['a byte order mark alone', '\ufeff'],
    ['an array', '[]'],
    ['a text', '"cart"'],
    ['a number', '42'],
    ['null', 'null'],
    ['true', 'true'],
    ['NaN', 'NaN'],
    ['100,000 arrays in one another', `${'['.repeat(100_000)}`],
    ['30,000 objects in one another', `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`],
    ['33 levels', `{"metadata":${'['.repeat(32)}${']'.repeat(32)}}`],
    ['a __proto__', '{"__proto__":{"currency":"USD"}}'],
    ['a __proto__ deep inside', '{"lines":[{"__proto__":{"quantity":1}}]}'],
    ['a __proto__ in disguise', '{"\\u005f_proto__":{"currency":"USD"}}'],
    ['a constructor', '{"constructor":{"prototype":{"currency":"USD"}}}'],
    ['a constructor that is a text', '{"constructor":"x"}'],
    ['a hasOwnProperty', '{"lines":[{"hasOwnProperty":1}]}'],
    ['an isPrototypeOf', '{"isPrototypeOf":1}'],
    ['a constructor in metadata', '{"metadata":{"constructor":{"prototype":"x"}}}'],
    ['a __proto__ in metadata', '{"metadata":{"__proto__":"x"}}'],
    ['bytes of an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
  ])('is refused before it is read: %s', async (_name, raw) => {
    expectRefusal(await shop.ask('POST', '/v1/carts', { raw }), 400, 'malformed-json');
  });

  it('lets the last of two fields with one name count, and checks that one', async () => {
    const raw = '{"currency":"EUR","currency":"euro"}';

    expectRefusal(await shop.ask('POST', '/v1/carts', { raw }), 400, 'invalid-request', ['/currency']);
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'currency=EUR'],
    ['text/csv', 'Handle'],
    ['application/xml', '<cart/>'],
    ['application/json-patch+json', '[]'],
    ['nonsense', '{}'],
  ])('is refused as %s', async (type, raw) => {
    expectRefusal(await shop.ask('POST', '/v1/carts', { raw, headers: { 'content-type': type } }), 415, 'unsupported-media-type');
  });

  it('is refused without a content type', async () => {
    expectRefusal(await wire(shop, request('POST /v1/carts', [], '{}')), 415, 'unsupported-media-type');
  });

  it.each([
    ['POST', '/v1/checkouts'],
    ['POST', '/v1/admin/stock-adjustments'],
  ])('is refused when it is empty: %s %s', async (method, path) => {
    const headers = [`authorization: Bearer ${ADMIN_KEY}`, `holdfast-cart-token: ${cart.token}`, `idempotency-key: ${randomUUID()}`];

    const none = await wire(shop, request(`${method} ${path}`, headers));
    const empty = await wire(shop, request(`${method} ${path}`, [...headers, 'content-type: application/json', 'content-length: 0']));

    expectRefusal(none, 400, 'malformed-json');
    expectRefusal(empty, 400, 'invalid-request');
  });

  it('is refused when it is too large, before it has arrived', async () => {
    const head = ['POST /v1/carts HTTP/1.1', 'host: x', 'content-type: application/json'];
    const promised = [...head, 'content-length: 10485760', '', '{"a":"'].join('\r\n');
    const chunked = [...head, 'transfer-encoding: chunked', '', 'a00000', ''].join('\r\n');

    expectRefusal(await wire(shop, promised), 413, 'body-too-large');
    expectRefusal(await wire(shop, chunked, 'x'.repeat(10_485_760), '\r\n0\r\n\r\n'), 413, 'body-too-large');
  });

  const many = (count: number, item: string) => Array<string>(count).fill(item).join(',');

  it.each<[string, string, string[], string]>([
    ['33,000 empty lines', '/v1/carts', ['/lines array-max-size'], `{"lines":[${many(33_000, '{}')}]}`],
    ['20,000 lines of null', '/v1/carts', ['/lines array-max-size'], `{"lines":[${many(20_000, 'null')}]}`],
    ['8,000 unknown fields', '/v1/carts', [' too-many-fields'], `{${Array.from({ length: 8_000 }, (_, i) => `"f${i}":${i}`).join(',')}}`],
    ['33,000 tags', '/v1/admin/products', ['array-max-size', 'is-string', 'min-length', 'max-length', 'matches'].map((rule) => `/tags ${rule}`), `{"title":"T","variants":[{}],"tags":[${many(33_000, '1')}]}`],
    ['an e-mail of 90,000 characters', '/v1/carts', ['/email max-length', '/email is-email'], `{"email":"${'a.'.repeat(45_000)}@example.com"}`],
    ['a return address of 90,000 characters', '/v1/checkouts', ['/payment/return_url is-url'], `{"cart_id":"cart_01h455vb4pex5vsknk084sn02q","payment":{"gateway":"manual","method":"x","return_url":"http://${'a.'.repeat(45_000)}"}}`],
  ])('is looked at no further than it has to be, however much of it is wrong: %s', async (_name, path, faults, raw) => {
    const answer = await shop.ask('POST', path, { raw, headers: { ...ADMIN, ...cart.headers, 'idempotency-key': randomUUID() } });

    expectRefusal(answer, 400, 'invalid-request');
    expect(answer.body.errors.map(({ pointer, code }: any) => `${pointer} ${code}`)).toEqual(faults);
  });

  it('names variants that are not sold', async () => {
    const unknown = await shop.ask('POST', '/v1/carts', { body: { lines: [{ variant_id: MISSING, quantity: 1 }] } });
    const unpublished = await shop.ask('POST', '/v1/carts', { body: { lines: [{ variant_id: variant, quantity: 1 }, { variant_id: draft, quantity: 1 }] } });
    const foreign = await shop.ask('POST', '/v1/carts', { body: { currency: 'USD', lines: [{ variant_id: variant, quantity: 1 }] } });
    const added = await shop.ask('POST', `/v1/carts/${cart.id}/lines`, { headers: cart.headers, body: { variant_id: draft, quantity: 1 } });

    for (const answer of [unknown, unpublished, foreign, added]) expectRefusal(answer, 422, 'variant-unavailable');
    expect([unknown, unpublished, foreign, added].map(({ body }) => body.variant_ids)).toEqual([[MISSING], [draft], [variant], [draft]]);
  });

  it.each<[string, string, unknown, string[]]>([
    ['POST', '/v1/admin/products', { title: 'T', tags: ['a\u0000'], variants: [{}] }, ['/tags']],
    ['POST', '/v1/admin/products', { title: 'T', tags: ['\ud800'], variants: [{}] }, ['/tags']],
    ['POST', '/v1/admin/products', { title: 'T', variants: [{ option_values: [1] }] }, ['/variants/0/option_values']],
    ['POST', '/v1/admin/products', { title: 'T', variants: [{ prices: [{ amount: -1, currency: 'EUR' }] }] }, ['/variants/0/prices/0/amount']],
    ['POST', '/v1/admin/products', { title: 'T', variants: [{ prices: [{ amount: 2 ** 53, currency: 'EUR' }] }] }, ['/variants/0/prices/0/amount']],
    ['POST', '/v1/admin/products', { title: 'T', variants: [] }, ['/variants']],
    ['POST', '/v1/admin/products', {}, ['/title', '/variants']],
    ['POST', '/v1/admin/products', { variants: [{}] }, ['/title']],
    ['POST', '/v1/admin/products', { title: null, variants: [{}] }, ['/title']],
    ['POST', '/v1/admin/products', { title: 'x', variants: null }, ['/variants']],
    ['POST', '/v1/admin/stock-adjustments', { reason: 'gift', adjustments: [] }, ['/reason', '/adjustments']],
    ['POST', '/v1/admin/stock-adjustments', { reason: 'received', adjustments: [{ variant_id: MISSING }] }, ['/adjustments/0']],
    ['POST', '/v1/admin/stock-adjustments', { reason: 'received', adjustments: [{ variant_id: MISSING, delta: 1e10 }] }, ['/adjustments/0/delta']],
    ['POST', '/v1/admin/stock-locations', { code: 'A B', name: 'x', rank: 1 }, ['/code']],
    ['POST', '/v1/admin/api-keys', { name: 'x', scopes: ['all'] }, ['/scopes']],
    ['POST', '/v1/admin/api-keys', { name: 'x', scopes: ['keys:read'], expires_at: '2026-02-31' }, ['/expires_at']],
    ['POST', '/v1/admin/api-keys', { name: 'x', scopes: ['keys:read'], expires_at: 4 }, ['/expires_at']],
    ['POST', '/v1/checkouts', { cart_id: 'cart_x' }, ['/cart_id']],
    ['POST', '/v1/checkouts', { cart_id: 'cart_01h455vb4pex5vsknk084sn02q', payment: { gateway: 'manual', method: 'x', return_url: 'javascript:alert(1)' } }, ['/payment/return_url']],
    ['POST', '/v1/checkouts', { cart_id: 'cart_01h455vb4pex5vsknk084sn02q', payment: [] }, ['/payment']],
  ])('is refused everywhere: %s %s %j', async (method, path, body, pointers) => {
    const headers = { ...ADMIN, ...cart.headers, 'idempotency-key': randomUUID() };

    expectRefusal(await shop.ask(method, path, { body, headers }), 400, 'invalid-request', pointers);
  });
});

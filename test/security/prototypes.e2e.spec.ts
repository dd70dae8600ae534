import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { cartWith, expectProof, sellable } from '../support/journey.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { addressOf, BODIES } from '../support/bodies.js';
import { documentOf, type Operation, operationsOf } from '../support/operations.js';

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', '__lookupSetter__', 'isPrototypeOf'];

/** What every object has: none of it may be added to or replaced by what a client sends. The API runs in this process. */
const inherited = (): unknown => [Object.prototype, Array.prototype, Function.prototype, String.prototype].map((one) => Object.entries(Object.getOwnPropertyDescriptors(one)).map(([name, { value }]) => [name, value]));

describe('what every object has already', () => {
  let shop: Shop;
  let writes: Operation[];
  let before: unknown;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    writes = operationsOf(await documentOf(shop)).filter(({ body }) => body);
    before = inherited();
  });
  afterEach(() => {
    expect(inherited()).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  afterAll(() => shop.close());

  it('is refused as a name in every body, at each level, also in disguise', async () => {
    const accepted: string[] = [];
    for (const { id, method, path } of writes) {
      for (const name of ['__proto__', '\\u005f_proto__', 'constructor', 'hasOwnProperty']) {
        const text = JSON.stringify(BODIES[id]);
        const member = `"${name}":{"polluted":"yes"}`;
        // At the top, and in whatever object comes last.
        for (const raw of [`{${member}${text === '{}' ? '' : ','}${text.slice(1)}`, text.replace(/\}([\]}]*)$/, `,${member}}$1`)]) {
          const { body } = await shop.ask(method, addressOf(path), { raw, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID() }, unchecked: true });
          if (body?.code !== 'malformed-json' && body?.code !== 'card-data-not-accepted') accepted.push(`${id} ${name} ${body?.code}`);
        }
      }
    }
    expect(accepted).toEqual([]);
  }, 60_000);

  it('is no parameter, flat, with brackets or with dots', async () => {
    const wrong: unknown[] = [];
    for (const name of NAMES) {
      for (const query of [`${name}=polluted`, `${name}[polluted]=yes`, `a[${name}][polluted]=yes`, `${name}.polluted=yes`, `limit[${name}]=1`]) {
        for (const path of ['/v1/products', '/v1/variants/var_01h455vb4pex5vsknk084sn02q', '/livez']) {
          const { status } = await shop.ask('GET', `${path}?${query}`);
          if (status !== 400) wrong.push([path, query, status]);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is no route, no handle, no id and no code', async () => {
    for (const name of NAMES) {
      for (const path of [`/${name}`, `/v1/${name}`, `/v1/products/${name}`, `/v1/products/by-handle/${name}`, `/problems/${name}`, `/v1/admin/ledger/accounts/${name}/transfers`]) {
        const { status } = await shop.admin('GET', path, undefined, {}).catch((error: Error) => ({ status: /is not in the OpenAPI/.test(error.message) ? 404 : error.message }));
        expect([path, status]).toEqual([path, 404]);
      }
    }
  });

  it('is no field of a form, and no name of a file', async () => {
    for (const name of NAMES) {
      const form = new FormData();
      form.set(name, new Blob(['Handle\nx\n']), '__proto__');
      const { status } = await fetch(`${shop.url}/v1/admin/imports`, { method: 'POST', body: form, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID() } });
      expect([name, status]).toEqual([name, 400]);
    }
  });

  it('may stand over the columns of a file, and in its cells, and is text there', async () => {
    const form = new FormData();
    form.set('file', new Blob([`Handle,Title,Published,Variant Price,${NAMES.join(',')}\nproto,__proto__,true,1,${NAMES.join(',')}\n`]), 'a.csv');
    const upload = await fetch(`${shop.url}/v1/admin/imports`, { method: 'POST', body: form, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID() } });
    const { id } = (await upload.json()) as { id: string };
    await eventually(async () => {
      const { body } = await shop.admin('GET', `/v1/admin/imports/${id}`);
      if (!['completed', 'failed'].includes(body.status)) throw new Error(body.status);
    });

    expect((await shop.ask('GET', '/v1/products/by-handle/proto')).body.title).toBe('__proto__');
  });

  it('is text where text may stand', async () => {
    const cart = await cartWith(shop, [await sellable(shop, { title: '__proto__' }), 1]);
    const { status, body } = await shop.ask('PATCH', `/v1/carts/${cart.id}`, { headers: cart.headers, body: { metadata: { note: '__proto__', prototype: 'constructor' } } });

    expect([status, body.metadata]).toEqual([200, { note: '__proto__', prototype: 'constructor' }]);
    await expectProof(shop);
  });
});

import { randomUUID } from 'node:crypto';
import { chainedEntries, verifyChain } from '@holdfast/platform';
import { card, cartWith, checkOut, restock, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PATH = '/v1/admin/audit-entries';

describe('the audit log', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(async () => {
    expect((await verifyChain(chainedEntries(shop.database.url))).fault).toBeUndefined();
    await shop.close();
  });

  const list = async (query: Record<string, string> = {}) => {
    const { status, body, text } = await shop.admin('GET', `${PATH}?${new URLSearchParams({ limit: '100', ...query })}`);
    if (status !== 200) throw new Error(text);
    return body.data as Record<string, any>[];
  };
  const product = (requestId: string, price = 1999) =>
    shop.admin('POST', '/v1/admin/products', { title: 'Mug', handle: `p-${randomUUID()}`, status: 'published', variants: [{ prices: [{ amount: price, currency: 'EUR' }] }] }, { 'x-request-id': requestId });
  const count = async () => (await sql<{ n: number }>(shop.database.url, 'select count(*)::int as n from platform.audit_entries'))[0]!.n;

  it('tells all that one request did, by whom, in the ids of the API', async () => {
    const requestId = randomUUID();
    const { body } = await product(requestId);
    const [variant] = body.variants;
    const entries = await list({ request_id: requestId });

    const [actor] = new Set(entries.map((entry) => entry['actor']));
    expect(actor).toMatch(/^key_/);
    expect(entries.map(({ resource, resource_id, operation, action, kind }) => [resource, resource_id, operation, action, kind]).sort()).toEqual([
      ['catalog.prices', `${variant.id},EUR`, 'insert', 'POST /v1/admin/products', 'change'],
      ['catalog.products', body.id, 'insert', 'POST /v1/admin/products', 'change'],
      ['catalog.variants', variant.id, 'insert', 'POST /v1/admin/products', 'change'],
    ]);
    expect(entries.find(({ resource }) => resource === 'catalog.prices')).toMatchObject({ before: null, after: { amount: 1999, currency: 'EUR' } });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).sort((a, b) => b - a));
  });

  it('tells what a value was before it was changed', async () => {
    const { body, headers } = await product(randomUUID());
    await shop.admin('PATCH', `/v1/admin/products/${body.id}`, { title: 'Jug' }, { 'if-match': headers.get('etag')! });

    const [latest] = await list({ resource: 'catalog.products', resource_id: body.id });
    expect(latest).toMatchObject({ action: 'PATCH /v1/admin/products/:id', operation: 'update', before: { title: 'Mug' }, after: { title: 'Jug' } });
    expect(Object.keys(latest!['after']).sort()).toEqual(['title', 'updated_at', 'version']);
  });

  it('never tells the secret of an API key, nor its hash', async () => {
    const made = await shop.admin('POST', '/v1/admin/api-keys', { name: 'Scanner', scopes: ['inventory:read'] });
    const rotated = await shop.admin('POST', `/v1/admin/api-keys/${made.body.id}/rotations`, { overlap_seconds: 60 });
    await shop.admin('DELETE', `/v1/admin/api-keys/${made.body.id}`);

    const entries = await list({ resource_id: made.body.id });
    expect(entries.map(({ resource, operation }) => `${resource} ${operation}`).reverse()).toEqual([
      'identity.api_keys insert', 'identity.api_key_secrets insert',
      'identity.api_keys update', 'identity.api_key_secrets update', 'identity.api_key_secrets insert',
      'identity.api_keys update',
    ]);
    expect(entries.filter(({ after }) => after.hash).map(({ after }) => after.hash)).toEqual(['[redacted]', '[redacted]']);
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${made.body.secret}|${rotated.body.secret}`));
  });

  it('has nothing of a request that was refused, and nothing more of one that was repeated', async () => {
    const before = await count();
    const body = { reason: 'received', adjustments: [{ variant_id: await sellable(shop, { stock: 0 }), delta: 5 }] };
    const made = await count();
    const headers = { 'idempotency-key': randomUUID() };
    await shop.admin('POST', '/v1/admin/stock-adjustments', body, headers);
    const once = await count();
    const repeated = await shop.admin('POST', '/v1/admin/stock-adjustments', body, headers);
    const refused = await shop.admin('POST', '/v1/admin/stock-adjustments', { ...body, adjustments: [{ ...body.adjustments[0], delta: -99 }] });

    expect([repeated.status, refused.status]).toEqual([201, 409]);
    expect(made).toBeGreaterThan(before);
    expect([once, await count()]).toEqual([made + 1, made + 1]);
  });

  it('has nothing of what guests do', async () => {
    const variant = await sellable(shop);
    const before = await count();
    const placed = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: card() });

    expect([placed.body.status, await count()]).toEqual(['completed', before]);
  });

  describe('is found by', () => {
    let mine: Record<string, any>;
    const requestId = `filtered-${randomUUID()}`;
    beforeAll(async () => {
      const variant = await sellable(shop, { stock: 0 });
      await product(requestId);
      [mine = {}] = await list({ request_id: requestId });
      await restock(shop, variant, 1);
      await shop.ask('POST', '/v1/sessions', { body: { email: `${randomUUID()}@example.com`, password: 'nobody knows this one' } });
    });

    it.each([['actor', 'actor'], ['action', 'action'], ['resource', 'resource'], ['resource_id', 'resource_id'], ['request_id', 'request_id'], ['kind', 'kind']])('its %s', async (filter, field) => {
      const found = await list({ [filter]: mine[field] });

      expect(found.map(({ seq }) => seq)).toContain(mine['seq']);
      expect(new Set(found.map((entry) => entry[field]))).toEqual(new Set([mine[field]]));
      expect(await list({ [filter]: filter === 'kind' ? 'security' : 'nothing-of-the-sort' })).not.toContainEqual(mine);
    });

    it('being a security event, which is about no record', async () => {
      const [latest] = await list({ kind: 'security' });
      expect(latest).toMatchObject({ action: 'login.failed', actor: null, resource: null, resource_id: null, operation: null, before: null, after: null });
    });

    it('its time, both ends included', async () => {
      const at = mine['created_at'] as string;
      const just = await list({ 'created_at[gte]': at, 'created_at[lte]': at });
      const after = await list({ 'created_at[gte]': new Date(Date.parse(at) + 1).toISOString() });
      const before = await list({ 'created_at[lte]': new Date(Date.parse(at) - 1).toISOString() });

      expect(just).toContainEqual(mine);
      expect([...after, ...before]).not.toContainEqual(mine);
      expect(after.concat(before).length + just.length).toBe(await count());
    });
  });

  it('is read page by page, whatever is written meanwhile', async () => {
    const requestId = randomUUID();
    await product(requestId);
    const all = await list({ request_id: requestId });
    const first = (await shop.admin('GET', `${PATH}?request_id=${requestId}&limit=2`)).body;
    await product(requestId);
    const second = (await shop.admin('GET', `${PATH}?request_id=${requestId}&limit=2&cursor=${first.page.next_cursor}`)).body;

    expect([...first.data, ...second.data]).toEqual(all);
    expect([first.page.has_more, second.page]).toEqual([true, { next_cursor: null, has_more: false }]);
  });

  it.each(['created_at[gte]=yesterday', 'created_at[gte]=2026-02-31T00:00:00Z', 'kind=other', 'sort=seq', `cursor=${Buffer.from('["audit-entries",1.5]').toString('base64url')}`, 'limit=101'])(
    'is not asked for with %s',
    async (query) => {
      const { status, body } = await shop.admin('GET', `${PATH}?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid-request']);
    },
  );

  it('is for those alone who may read it', async () => {
    const { body } = await shop.admin('POST', '/v1/admin/api-keys', { name: 'Scanner', scopes: ['ops:read'] });
    const nobody = await shop.ask('GET', PATH);
    const other = await shop.ask('GET', PATH, { headers: { authorization: `Bearer ${body.secret}` } });

    expect([nobody.status, other.status, other.body.required_scope]).toEqual([401, 403, 'audit:read']);
  });
});

import type { Statement } from '@holdfast/platform';
import { listQuery } from '../../../libs/catalog/src/adapters/persistence/list-products.sql.js';
import type { ProductFilter, ProductSort } from '../../../libs/catalog/src/application/reads.js';

const SORTS: readonly ProductSort[] = ['-created_at', 'created_at', 'title', 'price', '-price'];
const FILTERS: readonly ProductFilter[] = [{}, { type: 'Lamp' }, { vendor: 'Vendor 1' }, { inStock: true }, { inStock: false }];
const AFTER: Readonly<Record<string, string | number>> = { title: 'Soft', price: 1_000, '-price': 1_000 };
const ID = '01938000-0000-7000-8000-000000000001';

/** Lists of products that are prepared: in every order, with each filter that has one plan for all values, first page and later ones. */
export const LISTS: readonly Statement[] = SORTS.flatMap((sort) =>
  FILTERS.flatMap((filter) => [undefined, [AFTER[sort] ?? '2026-01-01', ID] as const].map((after) => listQuery(filter, 'EUR', sort, 20, after).sql)),
);

type Values = readonly (string | number | boolean | null)[];

/** A list of values, of which all but the given ones are left out. */
const values = (count: number, given: Readonly<Record<number, string | number | boolean>>): Values => Array.from({ length: count }, (_, at) => given[at + 1] ?? null);
const many = (count: number, limit: Readonly<Record<number, number>>, all: readonly Readonly<Record<number, string | number | boolean>>[]): Values[] =>
  [{}, ...all].map((given) => values(count, { ...limit, ...given }));

const HOUSE = ID;
const TIME = '2026-06-01T00:00:00Z';

/** Values of statements that are planned by them: what people ask for, and pages after the first. */
export const EXAMPLES: Readonly<Record<string, readonly Values[]>> = {
  'catalog.list-admin-products': many(4, { 4: 21 }, [{ 1: ID }, { 2: 'draft' }, { 3: 'soft-linen-lamp-1' }]),
  'identity.customers': many(3, { 3: 21 }, [{ 1: 'customer-1@example.com' }, { 2: ID }]),
  'inventory.levels': many(5, { 5: 51 }, [{ 1: ID }, { 2: HOUSE }, { 3: ID, 4: HOUSE }, { 2: HOUSE, 3: ID, 4: HOUSE }]),
  'inventory.levels-as-of': many(6, { 5: 51, 6: 0 }, []).map((some) => [...some.slice(0, 5), TIME]),
  'inventory.movements': many(5, { 5: 51 }, [{ 1: ID }, { 1: ID, 3: TIME, 4: ID }, { 3: TIME, 4: ID }]),
  'ordering.orders': many(9, { 6: 21 }, [{ 1: 'canceled' }, { 2: TIME, 3: '2026-06-02T00:00:00Z' }, { 4: TIME, 5: ID }, { 7: 'guest-1@example.com' }, { 8: 1_001 }, { 9: ID }, { 9: ID, 4: TIME, 5: ID }]),
  'ordering.own-orders': many(7, { 6: 21 }, [{ 7: ID }, { 7: ID, 4: TIME, 5: ID }]).slice(1),
  'payments.gateway-events': many(7, { 7: 21 }, [{ 2: 'charge.refunded' }, { 3: 'failed' }, { 3: 'parked' }, { 4: 'pi_1' }, { 5: TIME, 6: ID }]),
  'payments.ledger-accounts': many(5, { 5: 51 }, [{ 1: 'revenue' }, { 1: 'revenue', 2: 'EUR', 4: 'revenue:goods:EUR' }, { 2: 'EUR', 3: TIME }]),
  'payments.ledger-journals': many(7, { 7: 21 }, [{ 1: ID }, { 2: ID }, { 3: ID }, { 4: 'refund' }, { 4: 'payout', 5: TIME, 6: ID }, { 5: TIME, 6: ID }]),
  ...Object.fromEntries(['payments.list', 'payments.list-for-people', 'payments.list-being-given-back'].map((name) => [
    name, many(9, { 7: 21 }, [{ 2: 'failed' }, { 2: 'authorized', 5: TIME, 6: ID }, { 3: ID }, { 5: TIME, 6: ID }, { 8: ID }]),
  ])),
  'platform.audit-entries': many(10, { 10: 51 }, [{ 1: 1_000 }, { 3: 'key_1' }, { 4: 'POST /v1/admin/products' }, { 5: 'ordering.orders', 6: 'ord_1' }, { 6: 'ord_1' }, { 7: 'req_1' }]),
};

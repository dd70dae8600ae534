import { addressOf, BODIES } from '../support/bodies.js';
import { askAbout, type Callers, type Document, documentOf, type Operation, operationsOf, type Schema } from '../support/operations.js';
import { customerOf, ownerOf } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { OUR_SCHEMAS, Touched } from '../support/touched.js';

/** What attackers try, whether or not a column has the name. */
const TEMPTING = ['price', 'total', 'subtotal', 'discount', 'paid', 'paid_at', 'is_admin', 'role', 'owner', 'user_id', 'password', 'email_verified', 'reserved', 'balance'];
/** So many faults are told at once; each column must be among them. */
const AT_ONCE = 80;

/** An object somewhere in a body: where, and the names that it may have. */
interface Level {
  readonly path: readonly (string | number)[];
  readonly known: ReadonlySet<string>;
}

describe('no column of any table can be written by naming it in a body', () => {
  let shop: Shop;
  let document: Document;
  let columns: string[];
  let writes: Operation[];
  let callers: Callers;
  let touched: Touched;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    document = await documentOf(shop);
    writes = operationsOf(document).filter(({ body }) => body);
    callers = { customer: await customerOf(shop), owner: await ownerOf(shop) };
    const names = await sql<{ name: string }>(
      shop.database.url,
      `select distinct a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${OUR_SCHEMAS} order by name`,
    );
    columns = [...new Set([...names.map(({ name }) => name), ...TEMPTING])];
    touched = await Touched.watch(shop.database.url);
  });
  beforeEach(() => touched.take());
  afterAll(async () => {
    await touched.close();
    await shop.close();
  });

  it('has a body to try for every route that takes one, and for no other', () => {
    expect(Object.keys(BODIES).sort()).toEqual(writes.map(({ id }) => id).sort());
    expect(columns).toEqual(expect.arrayContaining(['id', 'amount', 'status', 'state', 'customer_id', 'reserved', 'version', 'password_hash', 'permissions', 'scopes']));
  });

  it('tries bodies that are well formed, with every object that may stand inside', async () => {
    const fresh: Callers = { customer: await customerOf(shop), owner: await ownerOf(shop) };

    for (const operation of writes) {
      const { status, body } = await askAbout(shop, operation, fresh);
      // A login with the wrong password is a 401 of its own.
      const isRefused = status === 400 || status === 403 || (status === 401 && operation.credentials.length > 0);
      expect([operation.id, isRefused ? body : 'well formed']).toEqual([operation.id, 'well formed']);
      for (const { path } of levelsOf(operation.body!)) expect([operation.id, path, typeof at(BODIES[operation.id]!, path)]).toEqual([operation.id, path, 'object']);
    }
  });

  it('is refused for each column at each level of each body, and changes nothing', async () => {
    let tried = 0;
    const accepted: string[] = [];
    for (const operation of writes) {
      for (const { path, known } of levelsOf(operation.body!)) {
        const others = columns.filter((name) => !known.has(name));
        for (let from = 0; from < others.length; from += AT_ONCE) {
          const names = others.slice(from, from + AT_ONCE);
          const answer = await askAbout(shop, operation, callers, withMore(BODIES[operation.id]!, path, names));
          expect([operation.id, answer.status, answer.body?.code]).toEqual([operation.id, 400, 'invalid-request']);
          const refused = new Map((answer.body.errors as { pointer: string; code: string }[]).map(({ pointer, code }) => [pointer, code]));
          const missing = names.filter((name) => refused.get(`/${[...path, name].join('/')}`) !== 'unknown-field');
          accepted.push(...missing.map((name) => `${operation.id} ${[...path, name].join('/')}`));
          tried += names.length;
        }
      }
      expect([operation.id, await touched.take()]).toEqual([operation.id, []]);
    }

    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(writes.length * 100);
  });

  it('has an address for every route', () => {
    expect(operationsOf(document).map(({ path }) => addressOf(path)).filter((path) => path.includes('{'))).toEqual([]);
  });

  /** The objects of a body with fixed fields; metadata has none. */
  function levelsOf(schema: Schema, path: readonly (string | number)[] = []): Level[] {
    const { $ref, allOf, anyOf, items, properties } = schema;
    if ($ref) return levelsOf(document.components.schemas[$ref.split('/').at(-1)!]!, path);
    if (allOf ?? anyOf) return (allOf ?? anyOf)!.flatMap((one) => levelsOf(one, path));
    if (items) return levelsOf(items, [...path, 0]);
    if (!properties) return [];
    return [{ path, known: new Set(Object.keys(properties)) }, ...Object.entries(properties).flatMap(([name, property]) => levelsOf(property, [...path, name]))];
  }
});

const at = (body: unknown, path: readonly (string | number)[]): unknown => path.reduce<any>((inner, step) => inner?.[step], body);

/** The body with more fields in one of its objects. */
function withMore(body: object, path: readonly (string | number)[], names: readonly string[]): object {
  // Two addresses may be one object here; in JSON they are two.
  const copy = JSON.parse(JSON.stringify(body)) as object;
  Object.assign(at(copy, path) as object, Object.fromEntries(names.map((name) => [name, 1])));
  return copy;
}

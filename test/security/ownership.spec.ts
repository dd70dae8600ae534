import { randomUUID } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import { cartWith, checkOut, MANUAL, type OpenedCart, sellable } from '../support/journey.js';
import { keptCard } from '../support/payment-methods.js';
import { customerOf, type LoggedIn, staffOf } from '../support/people.js';
import { type RunningRoute, routesOf } from '../support/routes.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { Touched } from '../support/touched.js';

type Headers = Record<string, string>;

/** What somebody owns. */
interface Belongings {
  readonly person: LoggedIn;
  readonly cart: OpenedCart & { readonly line: string };
  /** Of another cart, which was checked out. */
  readonly checkout: string;
  readonly order: string;
  readonly address: string;
  readonly factor: string;
  readonly externalIdentity: string;
  readonly dataExport: string;
  readonly paymentMethod: string;
  readonly staff: LoggedIn;
  readonly staffFactor: string;
}

/** The ids of a real resource in an address, one after another; a route that is not here fails the test. */
const REAL: readonly (readonly [RegExp, (owned: Belongings) => readonly string[]])[] = [
  [/^\/v1\/carts\/:id\/lines\/:/, ({ cart }) => [cart.id, cart.line]],
  [/^\/v1\/carts\/:id/, ({ cart }) => [cart.id]],
  [/^\/v1\/checkouts\/:id/, ({ checkout }) => [checkout]],
  [/^\/v1\/orders\/:id/, ({ order }) => [order]],
  [/^\/v1\/customers\/me\/addresses\/:id/, ({ address }) => [address]],
  [/^\/v1\/customers\/me\/sessions\/:id/, ({ person }) => [person.session]],
  [/^\/v1\/customers\/me\/mfa-factors\/:id/, ({ factor }) => [factor]],
  [/^\/v1\/customers\/me\/data-exports\/:id/, ({ dataExport }) => [dataExport]],
  [/^\/v1\/customers\/me\/external-identities\/:id/, ({ externalIdentity }) => [externalIdentity]],
  [/^\/v1\/customers\/me\/payment-methods\/:id/, ({ paymentMethod }) => [paymentMethod]],
  [/^\/v1\/staff\/me\/sessions\/:id/, ({ staff }) => [staff.session]],
  [/^\/v1\/staff\/me\/mfa-factors\/:id/, ({ staffFactor }) => [staffFactor]],
];

/** Reached by a secret in the body, which the specs of accounts try: the id alone opens nothing. */
const BY_TOKEN = /^\/v1\/(email-verifications|password-resets|email-changes|staff-invitations|mfa-challenges|openid-connect)\//;
/** Everybody's, or in the name of a gateway that signs what it sends. */
const OPEN = /^\/(v1\/(products|variants|test|gateway-webhooks)|problems|health)(\/|$)/;

async function made(shop: Shop, path: string, { headers }: LoggedIn, body: object): Promise<string> {
  const answer = await shop.ask('POST', path, { headers, body });
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body.id;
}

async function belongings(shop: Shop, variant: string): Promise<Belongings> {
  const [person, staff] = [await customerOf(shop), await staffOf(shop, 'read-only')];
  const cart = await cartWith(shop, [variant, 1]);
  const { body } = await shop.ask('GET', `/v1/carts/${cart.id}`, { headers: cart.headers });
  const bought = await checkOut(shop, await cartWith(shop, [variant, 1]));
  if (bought.status !== 201) throw new Error(bought.text);
  const externalIdentity = newId('eid');
  await sql(shop.database.url, `insert into identity.external_identities (id, customer_id, issuer, subject) values ($1, $2, 'https://login.test', $3)`,
    [toUuid(externalIdentity), toUuid(person.id), person.email]);
  return {
    person, staff, externalIdentity, cart: { ...cart, line: body.lines[0].id }, checkout: bought.body.id, order: bought.body.order.id,
    address: await made(shop, '/v1/customers/me/addresses', person, ADA),
    factor: await made(shop, '/v1/customers/me/mfa-factors', person, {}),
    dataExport: await made(shop, '/v1/customers/me/data-exports', person, {}),
    paymentMethod: await keptCard(shop, person),
    staffFactor: await made(shop, '/v1/staff/me/mfa-factors', staff, {}),
  };
}

const filled = (path: string, ids: readonly string[]): string => {
  const left = [...ids];
  return path.split('/').map((part) => (part.startsWith(':') ? (left.shift() ?? part) : part)).join('/');
};

/** An id of the same kind that nothing has. */
const another = (id: string): string => newId(id.slice(0, id.lastIndexOf('_')));

const ADA = { name: 'Ada Lovelace', line1: '12 Harbor Street', city: 'Hamburg', postal_code: '20457', country: 'DE' };
/** Valid bodies, so that it is the owner who decides and not the form. */
const BODIES: Readonly<Record<string, (variant: string) => object>> = {
  'PATCH /v1/carts/:id': () => ({ email: 'eve@example.com' }),
  'POST /v1/carts/:id/lines': (variant_id) => ({ variant_id, quantity: 1 }),
  'PATCH /v1/carts/:id/lines/:line_id': () => ({ quantity: 2 }),
  'POST /v1/checkouts/:id/payments': () => MANUAL,
  'PUT /v1/customers/me/addresses/:id': () => ADA,
  'PATCH /v1/customers/me/payment-methods/:id': () => ({ default: true }),
  'POST /v1/customers/me/mfa-factors/:id/confirmations': () => ({ code: '000000' }),
  'POST /v1/staff/me/mfa-factors/:id/confirmations': () => ({ code: '000000' }),
};

describe('what belongs to somebody else', () => {
  let shop: Shop;
  let touched: Touched | undefined;
  let owned: Belongings;
  let strangers: [string, Headers][];
  let routes: RunningRoute[];
  let variant: string;

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    variant = await sellable(shop, { stock: 10 });
    owned = await belongings(shop, variant);
    const other = await belongings(shop, variant);
    strangers = [
      ['nobody', {}],
      ['a guest with a cart', other.cart.headers],
      ['another customer', other.person.headers],
      ['another member of staff', other.staff.headers],
      ['another customer with a cart', { ...other.person.headers, ...other.cart.headers }],
    ];
    routes = routesOf(shop.app).filter(({ method, path, policy }) =>
      method !== 'HEAD' && path.includes(':') && policy.kind !== 'scope' && !OPEN.test(path) && !BY_TOKEN.test(path));
    touched = await Touched.watch(shop.database.url);
  }, 60_000);
  afterAll(async () => {
    await touched?.close();
    await shop.close();
  });

  const ask = async (route: RunningRoute, path: string, headers: Headers) => {
    const body = BODIES[`${route.method} ${route.path}`]?.(variant);
    const key: Headers = route.method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    const answer = await shop.ask(route.method, path, { headers: { ...headers, ...key }, unchecked: true, body });
    const { request_id: _request, instance: _instance, ...rest } = answer.body ?? {};
    return { status: answer.status, rest, length: answer.text.length - String(_request ?? '').length - String(_instance ?? '').length };
  };

  it('answers like what does not exist, and stays as it is', async () => {
    const wrong: unknown[] = [];
    for (const route of routes) {
      const real = REAL.find(([pattern]) => pattern.test(route.path))?.[1](owned);
      if (!real) {
        wrong.push(`${route.method} ${route.path}: say in this spec whose it is`);
        continue;
      }
      for (const [name, headers] of strangers) {
        const [theirs, missing] = [await ask(route, filled(route.path, real), headers), await ask(route, filled(route.path, real.map(another)), headers)];
        const same = JSON.stringify(theirs) === JSON.stringify(missing);
        if (!same || ![401, 403, 404].includes(theirs.status)) wrong.push([route.method, route.path, name, theirs, missing]);
      }
    }
    expect(wrong).toEqual([]);
    expect(await touched!.take()).toEqual([]);
    expect(routes.length).toBeGreaterThan(18);
  }, 60_000);
});

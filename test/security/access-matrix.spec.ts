import { type Policy, SCOPES } from '@holdfast/platform';
import { BUILT_IN_ROLES, type BuiltInRole, permissionsOf } from '../../libs/identity/src/domain/roles.js';
import { apiKey, customerOf, staffOf } from '../support/people.js';
import { addressOf, type RunningRoute, routesOf } from '../support/routes.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';
import { Touched } from '../support/touched.js';

type Headers = Record<string, string>;

/** Somebody who calls, and what they are let do. */
interface Caller {
  readonly name: string;
  headers(): Promise<Headers> | Headers;
  /** Undefined: the credential counts for nothing. */
  readonly is?: 'customer' | 'staff' | 'api-key';
  readonly scopes?: readonly string[];
}

/** What a route answers to a caller whom it refuses; undefined when it lets them in. */
function refusal(policy: Policy, { is, scopes = [] }: Caller): number | undefined {
  if (policy.kind === 'public') return undefined;
  if (!is) return 401;
  const allowed = {
    scope: () => policy.kind === 'scope' && scopes.includes(policy.scope),
    customer: () => is === 'customer',
    staff: () => is === 'staff',
    person: () => is !== 'api-key',
  }[policy.kind]();
  return allowed ? undefined : 403;
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

async function callersOf(shop: Shop): Promise<Caller[]> {
  const [ada, revokedKey, expiredKey, rotatedKey, leaving, over, closed, dismissed] = await Promise.all([
    customerOf(shop), apiKey(shop, ...SCOPES), apiKey(shop, ...SCOPES), apiKey(shop, ...SCOPES), customerOf(shop), customerOf(shop), customerOf(shop),
    staffOf(shop, 'catalog-manager'),
  ]);
  const change = (text: string, ...values: unknown[]) => sql(shop.database.url, text, values);
  await shop.admin('DELETE', `/v1/admin/api-keys/${revokedKey.id}`);
  await shop.admin('POST', `/v1/admin/api-keys/${rotatedKey.id}/rotations`, { overlap_seconds: 0 });
  await change(`update identity.api_keys set created_at = created_at - interval '2 days', expires_at = now() - interval '1 day' where name = (select name from identity.api_keys k join identity.api_key_secrets s on s.key_id = k.id where s.hash = sha256($1))`,
    Buffer.from(expiredKey.headers['authorization']!.slice('Bearer '.length)));
  await shop.ask('DELETE', '/v1/sessions/current', { headers: leaving.headers });
  await change(`update identity.sessions set expires_at = created_at + interval '1 millisecond' where subject_id = (select id from identity.customers where email = $1)`, over.email);
  await change(`update identity.customers set status = 'disabled' where email = $1`, closed.email);
  await change(`update identity.staff set status = 'disabled' where email = $1`, dismissed.email);
  const token = ada.headers['authorization']!.slice('Bearer '.length);
  const [head, payload, signature] = token.split('.') as [string, string, string];

  const nobody: Caller[] = [
    { name: 'nobody', headers: () => ({}) },
    { name: 'a guest with the token of another cart', headers: () => ({ 'holdfast-cart-token': 'x'.repeat(43), 'holdfast-order-token': 'x'.repeat(43) }) },
    { name: 'a key that was never made', headers: () => bearer(`sk_${'x'.repeat(43)}`) },
    { name: 'a key that was revoked', headers: () => revokedKey.headers },
    { name: 'a key that is over', headers: () => expiredKey.headers },
    { name: 'the secret before a rotation', headers: () => rotatedKey.headers },
    { name: 'a customer who logged out', headers: () => leaving.headers },
    { name: 'a customer whose session is over', headers: () => over.headers },
    { name: 'a customer whose account is disabled', headers: () => closed.headers },
    { name: 'a member of staff whose account is disabled', headers: () => dismissed.headers },
    { name: 'a refresh token in the place of an access token', headers: () => bearer(ada.refreshToken) },
    { name: 'a token without a signature', headers: () => bearer(`${head}.${payload}.`) },
    { name: 'a token with another signature', headers: () => bearer(`${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`) },
    { name: 'a token of no algorithm', headers: () => bearer(`${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`) },
    { name: 'a key under another scheme', headers: () => ({ authorization: `Basic ${Buffer.from(`${ADMIN_KEY}:`).toString('base64')}` }) },
  ];
  const keys = await Promise.all(
    SCOPES.map(async (scope): Promise<Caller> => {
      const { headers } = await apiKey(shop, scope);
      return { name: `a key for ${scope}`, is: 'api-key', scopes: [scope], headers: () => headers };
    }),
  );
  const staff = await Promise.all(
    (Object.keys(BUILT_IN_ROLES) as BuiltInRole[]).map(async (role): Promise<Caller> => {
      const { headers } = await staffOf(shop, role);
      return { name: `staff: ${role}`, is: 'staff', scopes: permissionsOf(role, null, SCOPES), headers: () => headers };
    }),
  );
  return [...nobody, ...staff, { name: 'a customer', is: 'customer', headers: () => ada.headers }, ...keys];
}

describe('who may do what: every route against every kind of caller', () => {
  let shop: Shop;
  let touched: Touched | undefined;
  let routes: RunningRoute[];
  let callers: Caller[];

  beforeAll(async () => {
    shop = await Shop.open({ settings: { STAFF_MFA_REQUIRED: false } });
    routes = routesOf(shop.app).filter(({ method }) => method !== 'HEAD');
    callers = await callersOf(shop);
    touched = await Touched.watch(shop.database.url);
  }, 120_000);
  afterAll(async () => {
    await touched?.close();
    await shop.close();
  });

  const ask = async (route: RunningRoute, headers: Headers) => {
    const body = route.method === 'GET' || route.method === 'DELETE' ? {} : { body: {} };
    return shop.ask(route.method, addressOf(route), { headers, unchecked: true, ...body });
  };

  it('knows routes of each kind, and callers of each', () => {
    expect(new Set(routes.map(({ policy }) => policy.kind))).toEqual(new Set(['public', 'scope', 'customer', 'staff', 'person']));
    expect(routes.length).toBeGreaterThan(60);
    expect(callers.length).toBeGreaterThan(30);
  });

  it('refuses everybody who may not, says so alike, and changes no row', async () => {
    const wrong: unknown[] = [];
    for (const route of routes) {
      for (const caller of callers) {
        const wanted = refusal(route.policy, caller);
        if (wanted === undefined) continue;
        const { status, body } = await ask(route, await caller.headers());
        const code = wanted === 401 ? 'unauthenticated' : expect.stringMatching(/^(forbidden|customers-only|staff-only|people-only|mfa-enrollment-required)$/);
        if (status !== wanted || !matches(body?.code, code)) wrong.push([route.method, route.path, caller.name, status, body?.code]);
      }
    }
    expect(wrong).toEqual([]);
    expect(await touched!.take()).toEqual([]);
  }, 120_000);

  it('lets in everybody who may', async () => {
    const wrong: unknown[] = [];
    for (const route of routes.filter(({ method, path, policy }) => policy.kind !== 'public' && !ENDS.test(`${method} ${path}`))) {
      for (const caller of callers) {
        if (refusal(route.policy, caller) !== undefined) continue;
        const { status, body } = await ask(route, await caller.headers());
        if (status === 401 || status >= 500 || (status === 403 && body?.code !== 'reauthentication-required')) wrong.push([route.method, route.path, caller.name, status, body?.code]);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

/** What would end the session of the caller itself. */
const ENDS = /^DELETE \/v1\/sessions\/current$/;

const matches = (value: unknown, wanted: unknown): boolean => {
  try {
    expect(value).toEqual(wanted);
    return true;
  } catch {
    return false;
  }
};

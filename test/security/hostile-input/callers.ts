import { BUILT_IN_ROLES, type BuiltInRole } from '../../../libs/identity/src/domain/roles.js';
import { apiKey, customerOf, type LoggedIn, staffOf } from '../../support/people.js';
import { ADMIN_KEY, type Shop } from '../../support/shop.js';
import type { Credential, Operation } from './document.js';
import type { KnownThings } from './known.js';

/** Somebody who sends requests. */
export interface Caller {
  readonly name: string;
  readonly kind: 'nobody' | Credential;
  readonly headers: Readonly<Record<string, string>>;
}

const NOBODY: Caller = { name: 'nobody', kind: 'nobody', headers: {} };
const ADMIN: Caller = { name: 'admin key', kind: 'api-key', headers: { authorization: `Bearer ${ADMIN_KEY}` } };
const SCOPES = ['catalog:read', 'catalog:write', 'inventory:write', 'orders:read', 'payments:write', 'customers:read', 'ledger:read', 'keys:write'];
const CUSTOMERS = 8;

/** Callers of every kind, fresh: what some of them do ends sessions and accounts of others. */
export class Callers {
  private constructor(
    readonly customers: readonly Caller[],
    readonly staff: readonly Caller[],
    readonly keys: readonly Caller[],
    private readonly forged: readonly Caller[],
  ) {}

  /**
   * @param known Learns of some more, whom requests may name: what is done to them ends no caller.
   * @param untouchable Gets the ids of the callers, which no request names.
   */
  static async of(shop: Shop, known: KnownThings, untouchable: Set<string>): Promise<Callers> {
    const callers: Caller[] = [];
    const come = (kind: Credential, name: string, { id, session, headers, email }: LoggedIn): void => {
      for (const mine of [id, session]) untouchable.add(mine);
      known.add('email', email, name);
      callers.push({ name, kind, headers });
    };
    for (let i = 0; i < CUSTOMERS; i++) come('customer', `customer ${i}`, await customerOf(shop));
    for (const role of Object.keys(BUILT_IN_ROLES) as BuiltInRole[]) come('staff', `staff: ${role}`, await staffOf(shop, role));
    const keys = [ADMIN];
    for (const scope of SCOPES) {
      const { id, headers } = await apiKey(shop, scope);
      untouchable.add(id);
      keys.push({ name: `key for ${scope}`, kind: 'api-key', headers });
    }
    const [customer, member] = [await customerOf(shop), await staffOf(shop, 'support')];
    known.learn([{ id: customer.id, refresh_token: customer.refreshToken, session_id: customer.session }, { id: member.id, refresh_token: member.refreshToken }], 'nobody');
    const customers = callers.filter(({ kind }) => kind === 'customer');
    return new Callers(customers, callers.filter(({ kind }) => kind === 'staff'), keys, forgedFrom(customers[0]!));
  }

  /** Somebody whom the route is for, mostly one who may do everything there. */
  fitting({ credentials, open }: Operation, pick: number, own: Caller): Caller {
    if (credentials.length === 0 || (open && pick % 3 > 0)) return pick % 10 === 9 ? own : NOBODY;
    const kind = credentials[pick % credentials.length]!;
    if (kind === 'customer') return own;
    const all = kind === 'staff' ? this.staff : this.keys;
    return pick % 7 === 6 ? all[pick % all.length]! : (all.find(({ name }) => name === 'admin key' || name === 'staff: owner') ?? all[0]!);
  }

  /** Somebody whom the route is not for, whatever they ask: their kind of credential, or the credential itself, counts for nothing there. */
  foreign({ credentials }: Operation, pick: number): Caller {
    const others = [this.customers, this.staff, this.keys].flat().filter(({ kind }) => !credentials.includes(kind as Credential));
    const all = [NOBODY, ...this.forged, ...others];
    return all[pick % all.length]!;
  }
}

function forgedFrom({ headers }: Caller): Caller[] {
  const [head, payload, signature] = headers['authorization']!.slice('Bearer '.length).split('.') as [string, string, string];
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const values = [`Bearer ${head}.${payload}.`, `Bearer ${none}.${payload}.`, `Bearer ${head}.${payload}.${signature.slice(0, -4)}AAAA`, 'Bearer ', 'Bearer', `Bearer sk_${'x'.repeat(43)}`, `Basic ${Buffer.from('a:b').toString('base64')}`, `Bearer ${'x'.repeat(4_000)}`, 'Bearer a.b.c.d', `Bearer ${head}.${payload}.${signature} ${signature}`, 'Digest username="x"', `bearer\t${head}`];
  return values.map((authorization, at) => ({ name: `forged ${at}`, kind: 'nobody', headers: { authorization } }));
}

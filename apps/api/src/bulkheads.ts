import type { AddressedBulkhead } from '@holdfast/platform';
import type { ShopSettings } from '../../composition/core.js';

type ShedSettings = Pick<ShopSettings, 'SHED_BROWSING_MS' | 'SHED_BUYING_MS' | 'SHED_ABOVE'>;

const ACCOUNTS = ['customers', 'sessions', 'mfa-challenges', 'password-resets', 'email-verifications', 'email-changes', 'openid-connect', 'staff-invitations'];
/** Passwords are hashed there, which takes its time. */
const ACCOUNTS_MS = 1_000;
/** Imports, and proofs of invariants. */
const STAFF_MS = 5_000;

/**
 * What has a share of its own under overload, whatever else is asked for. Addresses that are not named here are for browsing: the catalog, and
 * what nobody knows. The less time requests may take, the earlier they are shed: browsing and filling carts give way first, running the shop last.
 */
export function bulkheadsOf({ SHED_BROWSING_MS, SHED_BUYING_MS, SHED_ABOVE: most }: ShedSettings): readonly AddressedBulkhead[] {
  const browsing = SHED_BROWSING_MS || Infinity;
  return [
    { name: 'browsing', withinMs: browsing, most },
    { name: 'carts', withinMs: browsing, most, of: ['carts'] },
    { name: 'checkouts', withinMs: SHED_BUYING_MS || Infinity, most, of: ['checkouts', 'orders', 'gateway-webhooks'] },
    { name: 'accounts', withinMs: ACCOUNTS_MS, most, of: ACCOUNTS },
    { name: 'staff', withinMs: STAFF_MS, most, of: ['admin', 'ops', 'staff', 'test'] },
  ];
}

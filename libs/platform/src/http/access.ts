import { applyDecorators, type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';

/** Who is calling, once known. */
export interface Principal {
  /** `key_…` for an API key, `cus_…` for a customer, `stf_…` for a member of staff. */
  readonly id: string;
  readonly kind: 'api-key' | 'customer' | 'staff';
  /** What an API key, or a member of staff by its role, may do; customers have what is theirs. */
  readonly scopes: readonly string[];
  /** `ses_…` of a person who is logged in. */
  readonly session?: string;
  /** When a person last proved who they are. */
  readonly authenticatedAt?: Date;
  /** What a person has to do before anything dangerous, and staff before anything at all: set a second factor up, or show its code with this login. */
  readonly missingFactor?: 'enrollment' | 'verification' | undefined;
}

/** What a route asks of its caller. A route that declares none is refused at start. */
export type Policy =
  /**
   * Anybody. Where the resource has a secret of its own, the query itself asks for it. With `customers` a credential may be sent and is
   * then looked at: whoever sends none is a guest.
   */
  | { readonly kind: 'public'; readonly customers: boolean }
  /** An API key, or a member of staff, with this scope. */
  | { readonly kind: 'scope'; readonly scope: Scope; readonly dangerous: boolean }
  /** A customer who is logged in, for what is theirs: whose it is stands in the query. */
  | { readonly kind: 'customer'; readonly dangerous: boolean }
  /** A member of staff who is logged in, for what is theirs. */
  | { readonly kind: 'staff'; readonly dangerous: boolean }
  /** Whoever is logged in, customer or staff, for their own session. */
  | { readonly kind: 'person'; readonly dangerous: boolean };

/** What API keys and roles of staff may be allowed. */
export const SCOPES = [
  'catalog:read',
  'catalog:write',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'payments:read',
  'payments:write',
  'ledger:read',
  'ledger:write',
  'ops:read',
  'ops:write',
  'customers:read',
  'customers:write',
  'staff:read',
  'staff:write',
  'audit:read',
  'keys:read',
  'keys:write',
] as const;
export type Scope = (typeof SCOPES)[number];

export const POLICY = 'holdfast:policy';

/**
 * Anybody may call this; carts and orders are still guarded by their own secrets. With `customers` those who are logged in may say so, and
 * then reach what is theirs without its secret. A credential that does not count is refused all the same (401): whoever sends one
 * does not mean to be a guest.
 */
export const Public = ({ customers = false }: { customers?: boolean } = {}) =>
  applyDecorators(SetMetadata(POLICY, { kind: 'public', customers } satisfies Policy), ...(customers ? [ApiSecurity({}), ApiBearerAuth('customer')] : []));

/** How long ago a person may have proved who they are before a dangerous action, in seconds. */
export const RECENT_LOGIN_SECONDS = 300;

/**
 * Only a credential with this scope may call this. What is `dangerous` (it gives rights away, or cannot be undone) also asks a person
 * for a password that was shown within the last {@link RECENT_LOGIN_SECONDS}: a machine left unlocked is not enough (ASVS 5.0, 7.5).
 */
export const RequiresScope = (scope: Scope, { dangerous = false }: { dangerous?: boolean } = {}) =>
  applyDecorators(SetMetadata(POLICY, { kind: 'scope', scope, dangerous } satisfies Policy), ApiBearerAuth('api-key'), ApiBearerAuth('staff'));

/** Only customers who are logged in may call this, and see what is theirs. For `dangerous` see {@link RequiresScope}. */
export const CustomersOnly = ({ dangerous = false }: { dangerous?: boolean } = {}) =>
  applyDecorators(SetMetadata(POLICY, { kind: 'customer', dangerous } satisfies Policy), ApiBearerAuth('customer'));

/** Only members of staff who are logged in may call this, and see what is theirs. For `dangerous` see {@link RequiresScope}. */
export const StaffOnly = ({ dangerous = false }: { dangerous?: boolean } = {}) =>
  applyDecorators(SetMetadata(POLICY, { kind: 'staff', dangerous } satisfies Policy), ApiBearerAuth('staff'));

/** Whoever is logged in may call this: customers and staff. For `dangerous` see {@link RequiresScope}. */
export const PeopleOnly = ({ dangerous = false }: { dangerous?: boolean } = {}) =>
  applyDecorators(SetMetadata(POLICY, { kind: 'person', dangerous } satisfies Policy), ApiBearerAuth('customer'), ApiBearerAuth('staff'));

/** Decides whether a caller meets the policy of a route, and leaves the {@link Principal} on the request. Identity implements it. */
export abstract class AccessGuard implements CanActivate {
  abstract canActivate(context: ExecutionContext): Promise<boolean> | boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

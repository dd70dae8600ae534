import { applyDecorators, type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';

/** Who is calling, once known. */
export interface Principal {
  /** `key_…` for an API key, `cus_…` for a customer. */
  readonly id: string;
  readonly kind: 'api-key' | 'customer';
  /** What an API key may do; people have what is theirs. */
  readonly scopes: readonly string[];
  /** `ses_…` of a person who is logged in. */
  readonly session?: string;
}

/** What a route asks of its caller. A route that declares none is refused at start. */
export type Policy =
  /** Anybody. Where the resource has a secret of its own, the query itself asks for it. */
  | { readonly kind: 'public' }
  | { readonly kind: 'scope'; readonly scope: Scope }
  /** A customer who is logged in, for what is theirs: whose it is stands in the query. */
  | { readonly kind: 'customer' };

/** What an API key may be allowed. */
export const SCOPES = [
  'catalog:read',
  'catalog:write',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'payments:read',
  'payments:write',
  'ops:read',
  'ops:write',
  'keys:read',
  'keys:write',
] as const;
export type Scope = (typeof SCOPES)[number];

export const POLICY = 'holdfast:policy';

/** Anybody may call this; carts and orders are still guarded by their own secrets. */
export const Public = () => SetMetadata(POLICY, { kind: 'public' } satisfies Policy);

/** Only a credential with this scope may call this. */
export const RequiresScope = (scope: Scope) => applyDecorators(SetMetadata(POLICY, { kind: 'scope', scope } satisfies Policy), ApiBearerAuth('api-key'));

/** Only customers who are logged in may call this, and see what is theirs. */
export const CustomersOnly = () => applyDecorators(SetMetadata(POLICY, { kind: 'customer' } satisfies Policy), ApiBearerAuth('customer'));

/** Decides whether a caller meets the policy of a route, and leaves the {@link Principal} on the request. Identity implements it. */
export abstract class AccessGuard implements CanActivate {
  abstract canActivate(context: ExecutionContext): Promise<boolean> | boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

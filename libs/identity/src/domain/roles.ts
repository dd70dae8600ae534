import type { Id } from '@holdfast/kernel';

export type RoleId = Id<'rol'>;

/**
 * What the roles that every shop has may do, in the scopes of API keys. They are resolved when they are asked for, so that they follow the
 * version that runs; `all` includes what later versions bring.
 */
export const BUILT_IN_ROLES = {
  owner: 'all',
  'catalog-manager': ['catalog:read', 'catalog:write', 'inventory:read', 'inventory:write'],
  fulfilment: ['catalog:read', 'inventory:read', 'inventory:write', 'orders:read', 'orders:write'],
  support: ['catalog:read', 'inventory:read', 'orders:read', 'orders:write', 'payments:read', 'customers:read', 'customers:write'],
  finance: ['orders:read', 'payments:read', 'payments:write', 'customers:read', 'audit:read'],
  'read-only': ['catalog:read', 'inventory:read', 'orders:read', 'payments:read', 'customers:read', 'ops:read'],
} as const satisfies Record<string, 'all' | readonly string[]>;

export type BuiltInRole = keyof typeof BUILT_IN_ROLES;

/** A name for a set of permissions that members of staff can have. */
export interface Role {
  readonly id: RoleId;
  readonly name: string;
  /** Undefined for those that the shop defined itself. */
  readonly builtIn: BuiltInRole | undefined;
  readonly permissions: readonly string[];
  readonly version: number;
  readonly createdAt: Date;
}

/** What a role may do: a built-in one by the table above, another one what was stored with it, as far as it still exists. */
export function permissionsOf(builtIn: BuiltInRole | null, stored: readonly string[] | null, all: readonly string[]): readonly string[] {
  if (builtIn === null) return all.filter((scope) => stored?.includes(scope));
  const known = BUILT_IN_ROLES[builtIn];
  return known === 'all' ? all : known;
}

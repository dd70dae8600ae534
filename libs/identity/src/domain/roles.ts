import type { Id } from '@holdfast/kernel';
import { assertHeld, type Grantor } from './rights.js';
import { BuiltInRoleStays } from './staff-errors.js';

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
  finance: ['orders:read', 'payments:read', 'payments:write', 'ledger:read', 'ledger:write', 'customers:read', 'audit:read'],
  'read-only': ['catalog:read', 'inventory:read', 'orders:read', 'payments:read', 'ledger:read', 'customers:read', 'ops:read'],
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

/** What can be said about a role of the shop's own. */
export interface RoleWish {
  readonly name?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
}

/** A role of the shop's own. @throws ScopeNotHeld when it may do more than whoever defines it */
export function defineRole(id: RoleId, name: string, permissions: readonly string[], grantor: Grantor, now: Date): Role {
  assertHeld(permissions, grantor.scopes);
  return { id, name, builtIn: undefined, permissions: [...permissions].sort(), version: 1, createdAt: now };
}

/** What was there counts as well: nobody changes what may do more than they. @throws BuiltInRoleStays, ScopeNotHeld */
export function changeRole(role: Role, { name = role.name, permissions = role.permissions }: RoleWish, grantor: Grantor): Role {
  assertOwn(role);
  assertHeld([...new Set([...role.permissions, ...permissions])], grantor.scopes);
  return { ...role, name, permissions: [...permissions].sort(), version: role.version + 1 };
}

/** @throws BuiltInRoleStays */
export function assertOwn({ builtIn }: Role): void {
  if (builtIn) throw new BuiltInRoleStays();
}

/** What a role may do: a built-in one by the table above, another one what was stored with it, as far as it still exists. */
export function permissionsOf(builtIn: BuiltInRole | null, stored: readonly string[] | null, all: readonly string[]): readonly string[] {
  if (builtIn === null) return all.filter((scope) => stored?.includes(scope));
  const known = BUILT_IN_ROLES[builtIn];
  return known === 'all' ? all : known;
}

/** Roles. Writing needs an active unit of work. */
export abstract class Roles {
  /** The role, locked until the end of the unit of work against being changed. @throws RoleNotFound */
  abstract get(id: RoleId): Promise<Role>;

  /** @throws RoleNameTaken */
  abstract add(role: Role): Promise<void>;

  /** @throws RoleNameTaken */
  abstract save(role: Role): Promise<void>;

  /** @throws RoleInUse */
  abstract remove(id: RoleId): Promise<void>;
}

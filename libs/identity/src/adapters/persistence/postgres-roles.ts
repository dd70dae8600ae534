import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, SCOPES, type Statement, statement } from '@holdfast/platform';
import { type BuiltInRole, permissionsOf, type Role, type RoleId, Roles } from '../../domain/roles.js';
import { RoleInUse, RoleNameTaken, RoleNotFound } from '../../domain/staff-errors.js';
import { violates } from './violations.js';

const GET = statement('identity.lock-role', `select id, name, built_in, permissions, version, created_at from identity.roles where id = $1 for update`);
const ADD = statement('identity.add-role', `insert into identity.roles (id, name, permissions, created_at, updated_at) values ($1, $2, $3, $4, $4)`);
const SAVE = statement('identity.save-role', `update identity.roles set name = $2, permissions = $3, version = $4, updated_at = now() where id = $1`);
const REMOVE = statement('identity.remove-role', `delete from identity.roles where id = $1`);

interface Row {
  readonly id: string;
  readonly name: string;
  readonly built_in: BuiltInRole | null;
  readonly permissions: string[] | null;
  readonly version: number;
  readonly created_at: string;
}

@Injectable()
export class PostgresRoles extends Roles {
  constructor(private readonly database: Database) {
    super();
  }

  async get(id: RoleId): Promise<Role> {
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    if (!row) throw new RoleNotFound();
    const { name, built_in, permissions, version, created_at } = row;
    return { id, name, builtIn: built_in ?? undefined, permissions: permissionsOf(built_in, permissions, SCOPES), version, createdAt: new Date(created_at) };
  }

  add({ id, name, permissions, createdAt }: Role): Promise<void> {
    return this.#write(ADD, [toUuid(id), name, permissions, createdAt]);
  }

  save({ id, name, permissions, version }: Role): Promise<void> {
    return this.#write(SAVE, [toUuid(id), name, permissions, version]);
  }

  remove(id: RoleId): Promise<void> {
    return this.#write(REMOVE, [toUuid(id)]);
  }

  async #write(sql: Statement, values: readonly unknown[]): Promise<void> {
    await this.database.query(sql, values).catch((error: unknown) => {
      if (violates(error, 'role_names')) throw new RoleNameTaken();
      if (violates(error, 'staff_role_id_fkey')) throw new RoleInUse();
      throw error;
    });
  }
}

/** A role as it stands beside a member of staff, in columns that start with `role_`. */
export interface RoleOfStaff {
  readonly role_id: string;
  readonly role_name: string;
  readonly role_built_in: BuiltInRole | null;
  readonly role_permissions: string[] | null;
  readonly role_version: number;
  readonly role_created_at: string;
}

export const ROLE_OF_STAFF =
  'r.id as role_id, r.name as role_name, r.built_in as role_built_in, r.permissions as role_permissions, r.version as role_version, r.created_at as role_created_at';

export const roleOfStaff = (row: RoleOfStaff): Role => ({
  id: toId('rol', row.role_id),
  name: row.role_name,
  builtIn: row.role_built_in ?? undefined,
  permissions: permissionsOf(row.role_built_in, row.role_permissions, SCOPES),
  version: row.role_version,
  createdAt: new Date(row.role_created_at),
});

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, SCOPES, statement } from '@holdfast/platform';
import { GetRole, ListRoles, type RoleView } from '../../application/roles.js';
import { type BuiltInRole, permissionsOf } from '../../domain/roles.js';
import { RoleNotFound } from '../../domain/staff-errors.js';

const COLUMNS = 'id, name, built_in, permissions, version, created_at';
const GET = statement('identity.role', `select ${COLUMNS} from identity.roles where id = $1`);
// The ids of the built-in ones are the smallest.
const LIST = statement('identity.roles', `select ${COLUMNS} from identity.roles where ($1::uuid is null or id > $1) order by id limit $2`);

interface Row {
  readonly id: string;
  readonly name: string;
  readonly built_in: BuiltInRole | null;
  readonly permissions: string[] | null;
  readonly version: number;
  readonly created_at: string;
}

const view = ({ id, name, built_in, permissions, created_at }: Row): RoleView => ({
  id: toId('rol', id),
  name,
  built_in: built_in !== null,
  permissions: permissionsOf(built_in, permissions, SCOPES),
  created_at: new Date(created_at).toISOString(),
});

@QueryHandler(GetRole)
export class GetRoleHandler implements IQueryHandler<GetRole> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetRole) {
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    if (!row) throw new RoleNotFound();
    return { version: row.version, view: view(row) };
  }
}

@QueryHandler(ListRoles)
export class ListRolesHandler implements IQueryHandler<ListRoles> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListRoles): Promise<Page<RoleView>> {
    const [after] = cursor ? decodeCursor(cursor, 'roles', ['uuid']) : [null];
    const rows = await this.database.query<Row>(LIST, [after, limit + 1]);
    return pageOf(rows, limit, view, (last) => encodeCursor('roles', [last.id]));
  }
}

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, statement } from '@holdfast/platform';
import { GetStaff, ListStaff, type StaffView } from '../../application/staff.js';
import { StaffNotFound } from '../../domain/staff-errors.js';
import { ROLE_OF_STAFF, type RoleOfStaff, roleOfStaff } from './postgres-roles.js';

const SELECT = `select p.id, p.email, p.name, p.status, p.version, p.created_at, ${ROLE_OF_STAFF},
          exists (select from identity.mfa_factors f where f.subject_id = p.id and f.confirmed_at is not null) as mfa_enrolled
     from identity.staff p join identity.roles r on r.id = p.role_id`;
const GET = statement('identity.staff-member', `${SELECT} where p.id = $1`);
const LIST = statement('identity.staff', `${SELECT} where ($1::uuid is null or p.id < $1) order by p.id desc limit $2`);

type Row = Pick<StaffView, 'email' | 'name' | 'status' | 'mfa_enrolled'> & RoleOfStaff & { readonly id: string; readonly version: number; readonly created_at: string };

function view(row: Row): StaffView {
  const { id, name, permissions } = roleOfStaff(row);
  return {
    id: toId('stf', row.id),
    email: row.email,
    name: row.name,
    status: row.status,
    role: { id, name },
    permissions,
    mfa_enrolled: row.mfa_enrolled,
    created_at: new Date(row.created_at).toISOString(),
  };
}

@QueryHandler(GetStaff)
export class GetStaffHandler implements IQueryHandler<GetStaff> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetStaff) {
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    if (!row) throw new StaffNotFound();
    return { version: row.version, view: view(row) };
  }
}

@QueryHandler(ListStaff)
export class ListStaffHandler implements IQueryHandler<ListStaff> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListStaff): Promise<Page<StaffView>> {
    const [before] = cursor ? decodeCursor(cursor, 'staff', ['uuid']) : [null];
    const rows = await this.database.query<Row>(LIST, [before, limit + 1]);
    return pageOf(rows, limit, view, (last) => encodeCursor('staff', [last.id]));
  }
}

import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import { INVITATION_HOURS, type InvitationId, type Invited, type Staff, type StaffId, StaffMembers } from '../../domain/staff.js';
import { LastOwner, StaffEmailTaken, StaffNotFound } from '../../domain/staff-errors.js';
import { ROLE_OF_STAFF, type RoleOfStaff, roleOfStaff } from './postgres-roles.js';
import { violates } from './violations.js';

// First the lock and then the row: a join that waited for the lock would look for the role that was there before.
const LOCK = statement('identity.lock-staff', `select id from identity.staff where id = $1 for update`);
const GET = statement(
  'identity.get-staff',
  `select p.id, p.email, p.name, p.status, p.password_hash is not null as has_password, p.version, p.created_at, ${ROLE_OF_STAFF}
     from identity.staff p join identity.roles r on r.id = p.role_id where p.id = $1`,
);
const ADD = statement('identity.add-staff', `insert into identity.staff (id, email, name, role_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`);
const SAVE = statement('identity.save-staff', `update identity.staff set name = $2, role_id = $3, status = $4, version = $5, updated_at = now() where id = $1`);
const WITHDRAW = statement(
  'identity.withdraw-invitations',
  `update identity.staff_invitations set withdrawn_at = now() where staff_id = $1 and confirmed_at is null and withdrawn_at is null`,
);
const INVITE = statement(
  'identity.add-invitation',
  `insert into identity.staff_invitations (id, staff_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '${INVITATION_HOURS} hours')`,
);
const OPEN = `i.id = $1 and i.token_hash = $2 and i.confirmed_at is null and i.withdrawn_at is null and i.expires_at > now()`;
const INVITED = statement(
  'identity.invited',
  `select p.email, p.name from identity.staff_invitations i join identity.staff p on p.id = i.staff_id where ${OPEN} and p.status = 'invited'`,
);
const ACCEPT = statement(
  'identity.accept-invitation',
  `with accepted as (update identity.staff_invitations i set confirmed_at = now() where ${OPEN} returning staff_id)
   update identity.staff p set status = 'active', password_hash = $3, version = version + 1, updated_at = now()
     from accepted where p.id = accepted.staff_id and p.status = 'invited' returning p.id`,
);

interface Row extends RoleOfStaff {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly status: Staff['status'];
  readonly has_password: boolean;
  readonly version: number;
  readonly created_at: string;
}

@Injectable()
export class PostgresStaff extends StaffMembers {
  constructor(private readonly database: Database) {
    super();
  }

  async get(id: StaffId): Promise<Staff> {
    await this.database.query(LOCK, [toUuid(id)]);
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    if (!row) throw new StaffNotFound();
    const { email, name, status, version } = row;
    return { id, email, name, status, version, hasPassword: row.has_password, role: roleOfStaff(row), createdAt: new Date(row.created_at) };
  }

  add({ id, email, name, role, createdAt }: Staff): Promise<void> {
    return this.#write(ADD, [toUuid(id), email, name, toUuid(role.id), createdAt]);
  }

  save({ id, name, role, status, version }: Staff): Promise<void> {
    return this.#write(SAVE, [toUuid(id), name, toUuid(role.id), status, version]);
  }

  async invite(id: InvitationId, staff: StaffId, tokenHash: Buffer): Promise<void> {
    await this.database.send(WITHDRAW, [toUuid(staff)]);
    await this.database.send(INVITE, [toUuid(id), toUuid(staff), tokenHash]);
  }

  invited(id: InvitationId, tokenHash: Buffer): Promise<Invited | undefined> {
    return this.database.first<Invited>(INVITED, [toUuid(id), tokenHash]);
  }

  async accept(id: InvitationId, tokenHash: Buffer, passwordHash: string): Promise<StaffId | undefined> {
    const row = await this.database.first<{ id: string }>(ACCEPT, [toUuid(id), tokenHash, passwordHash]);
    return row && toId('stf', row.id);
  }

  async #write(sql: Statement, values: readonly unknown[]): Promise<void> {
    await this.database.query(sql, values).catch((error: unknown) => {
      if (violates(error, 'staff_email_key')) throw new StaffEmailTaken();
      if (violates(error, 'one_active_owner')) throw new LastOwner();
      throw error;
    });
  }
}

import { Injectable } from '@nestjs/common';
import { NotFound, toId, toUuid } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import { Credentials, type Login, type LoginKind } from '../../domain/credentials.js';
import type { SubjectId } from '../../domain/session.js';
import type { StaffId } from '../../domain/staff.js';

const PREFIX = { customer: 'cus', staff: 'stf' } as const;
type Prefix = (typeof PREFIX)[LoginKind];

const hasFactor = (owner: string): string => `exists (select from identity.mfa_factors f where f.subject_id = ${owner}.id and f.confirmed_at is not null) as has_factor`;

/** By kind of subject. */
const FIND: Readonly<Record<Prefix, Statement>> = {
  cus: statement('identity.login-of-customer', `select c.id, c.password_hash, ${hasFactor('c')} from identity.customers c where c.email = $1 and c.status = 'active'`),
  stf: statement('identity.login-of-staff', `select p.id, p.password_hash, ${hasFactor('p')} from identity.staff p where p.email = $1 and p.status = 'active'`),
};
const HASH: Readonly<Record<Prefix, Statement>> = {
  cus: statement('identity.password-of-customer', `select password_hash from identity.customers where id = $1 and status = 'active'`),
  stf: statement('identity.password-of-staff', `select password_hash from identity.staff where id = $1 and status = 'active'`),
};
const ADDRESS: Readonly<Record<Prefix, Statement>> = {
  cus: statement('identity.address-of-customer', `select email from identity.customers where id = $1 and status = 'active'`),
  stf: statement('identity.address-of-staff', `select email from identity.staff where id = $1 and status = 'active'`),
};
const UNCHANGED: Readonly<Record<Prefix, Statement>> = {
  cus: statement('identity.customer-unchanged', `select id from identity.customers where id = $1 and password_hash = $2 and status = 'active' for share`),
  stf: statement('identity.staff-unchanged', `select id from identity.staff where id = $1 and password_hash = $2 and status = 'active' for share`),
};
const RENEW: Readonly<Record<Prefix, Statement>> = {
  cus: statement('identity.renew-password-of-customer', `update identity.customers set password_hash = $2, updated_at = now() where id = $1`),
  stf: statement('identity.renew-password-of-staff', `update identity.staff set password_hash = $2, updated_at = now() where id = $1 and status = 'active'`),
};

const REPLACE_OF_STAFF = statement(
  'identity.replace-password-of-staff',
  `update identity.staff set password_hash = $3, version = version + 1, updated_at = now() where id = $1 and password_hash = $2 and status = 'active' returning id`,
);

const prefixOf = (subject: SubjectId): Prefix => subject.slice(0, 3) as Prefix;

@Injectable()
export class PostgresCredentials extends Credentials {
  constructor(private readonly database: Database) {
    super();
  }

  async find(kind: LoginKind, email: string): Promise<Login | undefined> {
    const prefix = PREFIX[kind];
    const row = await this.database.first<{ id: string; password_hash: string | null; has_factor: boolean }>(FIND[prefix], [email]);
    return row && { subject: toId(prefix, row.id) as SubjectId, passwordHash: row.password_hash, hasFactor: row.has_factor };
  }

  async passwordHashOf(subject: SubjectId): Promise<string | undefined> {
    const row = await this.database.first<{ password_hash: string | null }>(HASH[prefixOf(subject)], [toUuid(subject)]);
    return row?.password_hash ?? undefined;
  }

  async addressOf(subject: SubjectId): Promise<string> {
    const row = await this.database.first<{ email: string }>(ADDRESS[prefixOf(subject)], [toUuid(subject)]);
    if (!row) throw new NotFound();
    return row.email;
  }

  async isUnchanged({ subject, passwordHash }: Login): Promise<boolean> {
    return (await this.database.query(UNCHANGED[prefixOf(subject)], [toUuid(subject), passwordHash])).length > 0;
  }

  async renew(subject: SubjectId, passwordHash: string): Promise<void> {
    await this.database.send(RENEW[prefixOf(subject)], [toUuid(subject), passwordHash]);
  }

  async replaceOfStaff(staff: StaffId, before: string, passwordHash: string): Promise<boolean> {
    return (await this.database.query(REPLACE_OF_STAFF, [toUuid(staff), before, passwordHash])).length > 0;
  }
}

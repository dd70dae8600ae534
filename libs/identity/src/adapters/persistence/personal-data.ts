import { Injectable } from '@nestjs/common';
import { type DataSubject, PersonalData, toUuid, type Wait } from '@holdfast/kernel';
import { Database, type Holding, HoldsPersonalData, type Statement, statement } from '@holdfast/platform';

export const IDENTITY_HOLDINGS: readonly Holding[] = [
  { table: 'identity.customers', ends: 'Kept while the account is. An erasure empties the row; it stays as `erased`, so that orders know that there was somebody.' },
  { table: 'identity.customer_addresses', ends: 'Kept until their owner deletes them. An erasure deletes them.' },
  { table: 'identity.registrations', ends: 'A wish counts for 24 hours. An erasure deletes all of the address.' },
  { table: 'identity.email_changes', ends: 'A wish counts for an hour. An erasure deletes those of the customer, and those that name the address.' },
  { table: 'identity.sessions', ends: 'A session ends after 90 days at most. An erasure ends and deletes them.' },
  { table: 'identity.password_resets', ends: 'Ten minutes. An erasure deletes them.' },
  { table: 'identity.mfa_factors', ends: 'Kept until their owner removes them. An erasure deletes them, with the recovery codes.' },
  { table: 'identity.mfa_challenges', ends: 'Five minutes. An erasure deletes them.' },
  { table: 'identity.external_identities', ends: 'Kept until their owner removes them. An erasure deletes them.' },
  { table: 'identity.data_exports', ends: 'Seven days after it was written. An erasure deletes it.' },
  { table: 'identity.erasures', ends: 'The row stays as the proof that it was done; the addresses in it are gone when it is completed.' },
  { table: 'identity.staff', about: 'staff', ends: 'Kept while somebody works here, and as long after as labor law asks. There is no route that erases it.' },
];

/** Rows of a table that are somebody's, with all that is no secret. */
const rows = (table: string, whose: string): Statement =>
  statement(`identity.export-${table}`, `select platform.shown(to_jsonb(t), 'identity.${table}') as row from identity.${table} t where ${whose} order by 1`);

const MINE = 'customer_id = $1';
const SUBJECT = 'subject_id = $1';
const EXPORTS: Readonly<Record<string, readonly [select: Statement, by: 'customer' | 'emails' | 'both']>> = {
  account: [rows('customers', 'id = $1'), 'customer'],
  addresses: [rows('customer_addresses', MINE), 'customer'],
  registrations: [rows('registrations', 'email = any($1)'), 'emails'],
  email_changes: [rows('email_changes', `${MINE} or email = any($2)`), 'both'],
  password_changes: [rows('password_changes', MINE), 'customer'],
  password_resets: [rows('password_resets', MINE), 'customer'],
  sessions: [rows('sessions', SUBJECT), 'customer'],
  external_identities: [rows('external_identities', MINE), 'customer'],
  second_factors: [rows('mfa_factors', SUBJECT), 'customer'],
  second_factor_challenges: [rows('mfa_challenges', SUBJECT), 'customer'],
};

const DELETIONS: readonly Statement[] = [
  ...['customer_addresses', 'external_identities', 'password_resets', 'password_changes', 'data_exports'].map((table) => [table, MINE] as const),
  ...['sessions', 'mfa_factors', 'mfa_challenges', 'recovery_codes'].map((table) => [table, SUBJECT] as const),
].map(([table, whose]) => statement(`identity.erase-${table}`, `delete from identity.${table} where ${whose}`));
const CHANGES = statement(
  'identity.erase-email_changes',
  `delete from identity.email_changes where customer_id = $1 or created_at <= $3 and (email = any($2) or old_email = any($2))`,
);
const REGISTRATIONS = statement('identity.erase-registrations', `delete from identity.registrations where email = any($1) and created_at <= $2`);
const CUSTOMER = statement(
  'identity.erase-customer',
  `update identity.customers set status = 'erased', email = null, name = '', phone = null, password_hash = null, version = version + 1,
          credentials_version = credentials_version + 1, updated_at = now() where id = $1 and status <> 'erased'`,
);

/** What identity knows about customers. */
@Injectable()
@HoldsPersonalData('identity', IDENTITY_HOLDINGS)
export class IdentityPersonalData extends PersonalData {
  constructor(private readonly database: Database) {
    super();
  }

  async export({ customer, emails }: DataSubject): Promise<Readonly<Record<string, unknown>>> {
    const id = toUuid(customer);
    const values = { customer: [id], emails: [emails], both: [id, emails] };
    const parts: Record<string, unknown> = {};
    for (const [part, [select, by]] of Object.entries(EXPORTS)) {
      parts[part] = (await this.database.query<{ row: unknown }>(select, values[by])).map(({ row }) => row);
    }
    return parts;
  }

  async erase({ customer, emails, until }: DataSubject): Promise<readonly Wait[]> {
    const id = toUuid(customer);
    for (const deletion of DELETIONS) await this.database.send(deletion, [id]);
    await this.database.send(CHANGES, [id, emails, until]);
    await this.database.send(REGISTRATIONS, [emails, until]);
    await this.database.send(CUSTOMER, [id]);
    return [];
  }
}

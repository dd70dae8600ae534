import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { Customer, CustomerId } from '../../domain/customer.js';
import { type PasswordChange, PasswordChanges } from '../../domain/password-change.js';
import { type PasswordResetId, PasswordResets, RESET_MINUTES } from '../../domain/password-reset.js';
import { CUSTOMER_COLUMNS, customerOf, type CustomerRow } from './customer-rows.js';

// One row whether the address is known or not, of the same size but for the customer.
const ADD = statement(
  'identity.add-password-reset',
  `insert into identity.password_resets (id, token_hash, customer_id, credentials_version, expires_at)
   select $1, $2, c.id, c.credentials_version, now() + make_interval(mins => $4)
     from (values (1)) as one left join identity.customers c on c.email = $3 and c.status = 'active'
   returning customer_id`,
);
const COUNTS = `
  r.id = $1 and r.token_hash = $2 and r.used_at is null and r.expires_at > now() and c.status = 'active'
  and c.credentials_version = r.credentials_version
  and not exists (select from identity.password_resets n where n.customer_id = r.customer_id and n.seq > r.seq)`;
const FIND = statement(
  'identity.find-password-reset',
  `select ${CUSTOMER_COLUMNS} from identity.password_resets r join identity.customers c on c.id = r.customer_id where ${COUNTS}`,
);
const TAKE = statement(
  'identity.take-password-reset',
  `update identity.password_resets r set used_at = now() from identity.customers c where c.id = r.customer_id and ${COUNTS} returning ${CUSTOMER_COLUMNS}`,
);
const CHANGED = statement('identity.add-password-change', `insert into identity.password_changes (id, customer_id, made_by) values ($1, $2, $3)`);

@Injectable()
export class PostgresPasswordResets extends PasswordResets {
  constructor(private readonly database: Database) {
    super();
  }

  async add(id: PasswordResetId, email: string, tokenHash: Buffer): Promise<CustomerId | undefined> {
    const row = await this.database.first<{ customer_id: string | null }>(ADD, [toUuid(id), tokenHash, email, RESET_MINUTES]);
    return row?.customer_id ? toId('cus', row.customer_id) : undefined;
  }

  async find(id: PasswordResetId, tokenHash: Buffer): Promise<Customer | undefined> {
    return customerOf(await this.database.first<CustomerRow>(FIND, [toUuid(id), tokenHash]));
  }

  async take(id: PasswordResetId, tokenHash: Buffer): Promise<Customer | undefined> {
    return customerOf(await this.database.first<CustomerRow>(TAKE, [toUuid(id), tokenHash]));
  }
}

@Injectable()
export class PostgresPasswordChanges extends PasswordChanges {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, customer, madeBy }: PasswordChange): Promise<void> {
    await this.database.send(CHANGED, [toUuid(id), toUuid(customer), madeBy]);
  }
}

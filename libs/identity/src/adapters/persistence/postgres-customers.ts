import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type Customer, type CustomerId, Customers, type Profile } from '../../domain/customer.js';
import { CUSTOMER_COLUMNS, customerOf, type CustomerRow } from './customer-rows.js';

const BY_ID = statement('identity.customer-by-id', `select ${CUSTOMER_COLUMNS} from identity.customers c where id = $1 and status = 'active'`);
const LOCK = statement('identity.lock-customer', `select ${CUSTOMER_COLUMNS} from identity.customers c where id = $1 and status = 'active' for update`);
const ADD = statement(
  'identity.add-customer',
  `insert into identity.customers (id, email, name, phone, password_hash, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
   on conflict do nothing returning id`,
);
const CHANGE_PASSWORD = statement(
  'identity.change-password',
  `update identity.customers set password_hash = $2, credentials_version = credentials_version + 1, updated_at = now()
    where id = $1 and status = 'active' and credentials_version = $3 returning id`,
);
const CHANGE_EMAIL = statement(
  'identity.change-email',
  `update identity.customers set email = $2, version = version + 1, credentials_version = credentials_version + 1, updated_at = now() where id = $1`,
);
const DESCRIBE = statement(
  'identity.describe-customer',
  `update identity.customers c set name = $2, phone = $3, version = version + 1, updated_at = now() where id = $1 returning ${CUSTOMER_COLUMNS}`,
);

const LOCK_STATE = statement('identity.lock-customer-state', `select status, version from identity.customers where id = $1 for update`);
const SET_STATUS = statement(
  'identity.set-customer-status',
  `update identity.customers set status = $2, version = version + 1, updated_at = now() where id = $1`,
);

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class PostgresCustomers extends Customers {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: CustomerId): Promise<Customer | undefined> {
    return customerOf(await this.database.first<CustomerRow>(BY_ID, [toUuid(id)]));
  }

  async lock(id: CustomerId): Promise<Customer | undefined> {
    return customerOf(await this.database.first<CustomerRow>(LOCK, [toUuid(id)]));
  }

  async add({ id, email, name, phone, passwordHash, createdAt }: Customer): Promise<boolean> {
    return (await this.database.query(ADD, [toUuid(id), email, name, phone, passwordHash, createdAt])).length > 0;
  }

  async changePassword({ id, credentialsVersion }: Customer, passwordHash: string): Promise<boolean> {
    return (await this.database.query(CHANGE_PASSWORD, [toUuid(id), passwordHash, credentialsVersion])).length > 0;
  }

  async changeEmail(id: CustomerId, email: string): Promise<boolean> {
    try {
      await this.database.query(CHANGE_EMAIL, [toUuid(id), email]);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  async describe(id: CustomerId, { name, phone }: Profile): Promise<Customer> {
    return customerOf(await this.database.first<CustomerRow>(DESCRIBE, [toUuid(id), name, phone]))!;
  }

  async lockState(id: CustomerId): Promise<Pick<Customer, 'status' | 'version'> | undefined> {
    return this.database.first<Pick<Customer, 'status' | 'version'>>(LOCK_STATE, [toUuid(id)]);
  }

  async setStatus(id: CustomerId, status: 'active' | 'disabled'): Promise<void> {
    await this.database.send(SET_STATUS, [toUuid(id), status]);
  }
}

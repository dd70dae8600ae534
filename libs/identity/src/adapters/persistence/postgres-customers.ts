import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type Customer, type CustomerId, Customers } from '../../domain/customer.js';

const COLUMNS = 'id, email, name, phone, password_hash, status, version, created_at';
const BY_ID = statement('identity.customer-by-id', `select ${COLUMNS} from identity.customers where id = $1 and status = 'active'`);
const ADD = statement(
  'identity.add-customer',
  `insert into identity.customers (id, email, name, phone, password_hash, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
   on conflict do nothing returning id`,
);

interface Row {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly password_hash: string | null;
  readonly status: 'active';
  readonly version: number;
  readonly created_at: string;
}

@Injectable()
export class PostgresCustomers extends Customers {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: CustomerId): Promise<Customer | undefined> {
    return customerOf(await this.database.first<Row>(BY_ID, [toUuid(id)]));
  }

  async add({ id, email, name, phone, passwordHash, createdAt }: Customer): Promise<boolean> {
    return (await this.database.query(ADD, [toUuid(id), email, name, phone, passwordHash, createdAt])).length > 0;
  }
}

const customerOf = (row: Row | undefined): Customer | undefined =>
  row && {
    id: toId('cus', row.id),
    email: row.email,
    name: row.name,
    phone: row.phone,
    passwordHash: row.password_hash,
    status: row.status,
    version: row.version,
    createdAt: new Date(row.created_at),
  };

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, statement } from '@holdfast/platform';
import { type CustomerView, ListCustomers, type VersionedCustomer, ViewCustomer } from '../../application/customer-views.js';
import { CustomerNotFound } from '../../domain/account-errors.js';
import { normalizedEmail } from '../../domain/email-address.js';

const COLUMNS = 'id, email, name, phone, status, version, created_at, updated_at';
const LIST = plannedByValues(
  'identity.customers',
  `select ${COLUMNS} from identity.customers where ($1::text is null or email = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);
const GET = statement('identity.customer', `select ${COLUMNS} from identity.customers where id = $1`);

interface Row {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly status: CustomerView['status'];
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { limit, cursor, email } }: ListCustomers): Promise<Page<CustomerView>> {
    const [before] = cursor ? decodeCursor(cursor, 'customers', ['uuid']) : [null];
    const rows = await this.database.query<Row>(LIST, [email === undefined ? null : normalizedEmail(email), before, limit + 1]);
    return pageOf(rows, limit, view, (last) => encodeCursor('customers', [last.id]));
  }
}

@QueryHandler(ViewCustomer)
export class ViewCustomerHandler implements IQueryHandler<ViewCustomer> {
  constructor(private readonly database: Database) {}

  async execute({ id }: ViewCustomer): Promise<VersionedCustomer> {
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    if (!row) throw new CustomerNotFound();
    return { customer: view(row), version: row.version };
  }
}

const view = ({ id, email, name, phone, status, created_at, updated_at }: Row): CustomerView => ({
  id: toId('cus', id),
  email,
  name,
  phone,
  status,
  created_at: new Date(created_at).toISOString(),
  updated_at: new Date(updated_at).toISOString(),
});

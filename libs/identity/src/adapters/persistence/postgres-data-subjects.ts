import { Injectable } from '@nestjs/common';
import { type DataSubject, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { CustomerId } from '../../domain/customer.js';
import { DataSubjects } from '../../domain/data-subjects.js';

// An address before this one may belong to somebody else by now, and is theirs then.
const FIND = statement(
  'identity.data-subject',
  `select c.email || array(
            select distinct e.old_email from identity.email_changes e
             where e.customer_id = c.id and e.confirmed_at is not null and not exists (select from identity.customers o where o.email = e.old_email)
          ) as emails, now() as until
     from identity.customers c where c.id = $1 and c.status <> 'erased' for update of c`,
);

@Injectable()
export class PostgresDataSubjects extends DataSubjects {
  constructor(private readonly database: Database) {
    super();
  }

  async find(customer: CustomerId): Promise<DataSubject | undefined> {
    const row = await this.database.first<{ emails: string[]; until: string }>(FIND, [toUuid(customer)]);
    return row && { customer, emails: row.emails, until: new Date(row.until) };
  }
}

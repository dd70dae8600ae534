import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { EMAIL_CHANGE_MINUTES, type EmailChange, type EmailChangeId, EmailChanges } from '../../domain/email-change.js';

const ADD = statement(
  'identity.add-email-change',
  `insert into identity.email_changes (id, customer_id, session_id, credentials_version, old_email, email, token_hash, expires_at)
   select $1, c.id, $3, c.credentials_version, c.email, $4, $5, now() + make_interval(mins => $6) from identity.customers c where c.id = $2`,
);
const TAKE = statement(
  'identity.take-email-change',
  `with customer as materialized (
     select c.id, c.credentials_version from identity.customers c join identity.email_changes e on e.customer_id = c.id
      where e.id = $1 and e.token_hash = $2 and c.status = 'active' for update of c
   )
   update identity.email_changes e set confirmed_at = now() from customer c
    where e.id = $1 and e.confirmed_at is null and e.expires_at > now() and e.credentials_version = c.credentials_version
      and not exists (select from identity.email_changes n where n.customer_id = e.customer_id and n.seq > e.seq)
   returning e.customer_id, e.session_id, e.email`,
);

@Injectable()
export class PostgresEmailChanges extends EmailChanges {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, customer, session, email }: EmailChange, tokenHash: Buffer): Promise<void> {
    await this.database.send(ADD, [toUuid(id), toUuid(customer), toUuid(session), email, tokenHash, EMAIL_CHANGE_MINUTES]);
  }

  async take(id: EmailChangeId, tokenHash: Buffer): Promise<EmailChange | undefined> {
    const row = await this.database.first<{ customer_id: string; session_id: string; email: string }>(TAKE, [toUuid(id), tokenHash]);
    return row && { id, customer: toId('cus', row.customer_id), session: toId('ses', row.session_id), email: row.email };
  }
}

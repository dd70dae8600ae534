import { Injectable } from '@nestjs/common';
import { Database, type Statement, statement } from '@holdfast/platform';
import { AccountRecords } from '../../application/clear-accounts.js';

/** A part at a time, by their ids alone: a list that may be of any length would be compared with all there are. */
const clear = (table: string, isOver: string): Statement =>
  statement(`identity.clear-${table.replaceAll('_', '-')}`, `delete from identity.${table} where id = any(array(select id from identity.${table} where ${isOver} limit $1)) returning id`);

// A day more than they count: mails about them may still be on their way. Sessions stay for as long as somebody may ask about them, and
// their refresh tokens go with them.
const CLEAR: readonly Statement[] = [
  clear('registrations', `expires_at < now() - interval '1 day'`),
  clear('password_resets', `expires_at < now() - interval '1 day'`),
  clear('email_changes', `expires_at < now() - interval '1 day'`),
  clear('openid_authorizations', `expires_at < now() - interval '1 day'`),
  clear('password_changes', `created_at < now() - interval '30 days'`),
  clear('sessions', `least(ended_at, expires_at) < now() - interval '30 days'`),
];

@Injectable()
export class PostgresAccountRecords extends AccountRecords {
  constructor(private readonly database: Database) {
    super();
  }

  async clear(limit: number): Promise<boolean> {
    let isFull = false;
    for (const sql of CLEAR) isFull = (await this.database.query(sql, [limit])).length === limit || isFull;
    return isFull;
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { type JobHandler, RunsEvery } from '../queue/handlers.js';

// Keys are promised for 7 days; what they guarded stays unique for ever through constraints of its own.
const KEYS = statement(
  'platform.forget-keys',
  `delete from platform.idempotency_keys where created_at < now() - interval '8 days' and state = 'done'`,
);
// Lost events are looked for during 7 days; older inbox rows protect from nothing.
const INBOX = statement('platform.forget-inbox', `delete from platform.inbox where consumed_at < now() - interval '30 days'`);
// What is over says nothing. Requests change several rows at once, in the order of the keys: those under change are left for the next time.
const RATES = statement(
  'platform.forget-rates',
  `delete from platform.rate_limits where key = any(array(select key from platform.rate_limits where whole_at < now() order by key for update skip locked))`,
);

/** Idempotency keys, limits and inbox rows that have served their time. Events stay: they are history. */
@Injectable()
@RunsEvery('forget-old-records', 3_600_000)
export class ForgetOldRecords implements JobHandler {
  constructor(private readonly database: Database) {}

  async handle(): Promise<void> {
    await this.database.query(KEYS);
    await this.database.query(INBOX);
    await this.database.query(RATES);
  }
}

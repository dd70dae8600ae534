import { Migration } from '@mikro-orm/migrations';
import { classified } from '../classified.js';

const SCOPE = 'Secret: whose keys these are: an id, or the hash of a token or of an internet address';

/** What the columns of the platform hold of people. */
export class Platform0004 extends Migration {
  override name = '0004-platform';

  override up(): void {
    // Secrets are left out by their comments: a column that becomes one is in no export from then on.
    this.addSql(`
      create function platform.shown(record jsonb, which regclass) returns jsonb language sql stable as $$
        select record - array(
          select a.attname::text from pg_attribute a join pg_description d on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
           where a.attrelid = which and d.description ~ '^Secret:')
      $$`);
    for (const statement of classified('platform', {
      audit_entries: {
        'Not personal: ids': 'actor resource_id request_id',
        'Not personal: names of ours': 'action resource',
        'Not personal: what changed, with personal data and secrets redacted': 'before after',
        'Not personal: flat facts and ids': 'details',
        'Not personal: links an entry to the one before it': 'hash',
      },
      idempotency_keys: {
        [SCOPE]: 'scope',
        'Not personal: chosen at random by the client': 'key',
        'Secret: SHA-256 of the request': 'fingerprint',
        'Secret: the answer, sealed, for 8 days': 'answer',
      },
      inbox: { 'Not personal: a name of ours': 'consumer' },
      jobs: { 'Not personal: a name of ours': 'kind', 'Not personal: counts and ids': 'progress result', 'Not personal: what went wrong': 'error' },
      migrations: { 'Not personal: a name of ours': 'name' },
      outbox: {
        'Not personal: names of ours': 'type subject_kind from_state to_state',
        'Not personal: ids and plain facts, for ever': 'payload',
        'Not personal: ids': 'request_id actor',
      },
      rate_limits: { 'Secret: keyed hash of an address or account; gone after 90 days at most': 'key' },
    })) {
      this.addSql(statement);
    }
  }
}

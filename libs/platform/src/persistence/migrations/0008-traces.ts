import { Migration } from '@mikro-orm/migrations';
import { classified } from '../classified.js';

/** Which trace an event goes back to. */
export class Platform0008 extends Migration {
  override name = '0008-platform';

  override up(): void {
    this.addSql(`alter table platform.outbox add column traceparent text, add constraint traceparent_shape check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') not valid`);
    for (const statement of classified('platform', { outbox: { 'Not personal: an id at random, and what is traced': 'traceparent' } })) this.addSql(statement);
  }
}

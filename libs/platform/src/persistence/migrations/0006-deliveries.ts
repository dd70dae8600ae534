import { Migration } from '@mikro-orm/migrations';
import { classified } from '../classified.js';

/** Who hears which events, and what was given up for whom: by these it is proved that every event arrived. */
export class Platform0006 extends Migration {
  override name = '0006-platform';

  override up(): void {
    this.addSql(`
      create table platform.subscriptions (
        consumer text not null,
        type text not null,
        since timestamptz not null default now(),
        primary key (consumer, type)
      )`);
    this.addSql(`
      create table platform.dead_deliveries (
        consumer text not null,
        message_id uuid not null,
        reason text not null check (reason <> ''),
        died_at timestamptz not null default now(),
        primary key (consumer, message_id)
      )`);
    this.addSql(`comment on table platform.subscriptions is 'Not audited: stated by the worker from its code'`);
    this.addSql(`comment on table platform.dead_deliveries is 'Not audited: written by the worker when it gives up, and taken back when it succeeds after all'`);
    for (const statement of classified('platform', {
      subscriptions: { 'Not personal: names of ours': 'consumer type' },
      dead_deliveries: { 'Not personal: a name of ours': 'consumer', 'Not personal: name and code of an error, without its message': 'reason' },
    })) this.addSql(statement);
  }
}

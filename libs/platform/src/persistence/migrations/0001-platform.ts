import { Migration } from '@mikro-orm/migrations';

/** Outbox, inbox, idempotency keys and admin jobs. */
export class Platform0001 extends Migration {
  override name = '0001-platform';

  override up(): void {
    this.addSql(`create schema if not exists platform`);
    this.addSql(`
      create table platform.outbox (
        id uuid primary key,
        type text not null,
        subject_kind text not null,
        subject uuid not null,
        version int not null check (version > 0),
        from_state text,
        to_state text,
        payload jsonb not null,
        request_id text,
        actor text,
        occurred_at timestamptz not null default now(),
        published_at timestamptz,
        unique (subject, version)
      )`);
    this.addSql(`create index outbox_of_checkout on platform.outbox ((payload->>'checkout_id')) where payload ? 'checkout_id'`);
    this.addSql(`create index outbox_unpublished on platform.outbox (id) where published_at is null`);
    this.addSql(`
      create function platform.refuse_rewriting_history() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and (new.id, new.type, new.subject, new.version, new.from_state, new.to_state, new.payload, new.occurred_at)
             is not distinct from (old.id, old.type, old.subject, old.version, old.from_state, old.to_state, old.payload, old.occurred_at) then
          return new;
        end if;
        raise exception '% of % is refused: it is history', lower(tg_op), tg_table_name using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger history_of_events before update or delete on platform.outbox
        for each row execute function platform.refuse_rewriting_history()`);
    this.addSql(`
      create trigger history_of_events_whole before truncate on platform.outbox
        for each statement execute function platform.refuse_rewriting_history()`);
    this.addSql(`create index outbox_by_time on platform.outbox using brin (occurred_at)`);
    this.addSql(`
      create table platform.inbox (
        consumer text not null,
        message_id uuid not null,
        consumed_at timestamptz not null default now(),
        primary key (consumer, message_id)
      )`);
    this.addSql(`
      create table platform.idempotency_keys (
        scope text not null,
        key text not null check (length(key) between 1 and 255),
        fingerprint bytea not null,
        state text not null default 'in_progress' check (state in ('in_progress', 'done')),
        resource uuid,
        locked_until timestamptz not null,
        status int,
        answer bytea,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        primary key (scope, key),
        check ((state = 'done') = (answer is not null and status is not null))
      )`);
    this.addSql(`create index idempotency_keys_by_time on platform.idempotency_keys using brin (created_at)`);
    this.addSql(`create index idempotency_keys_in_progress on platform.idempotency_keys (resource) where state = 'in_progress'`);
    this.addSql(`
      create table platform.jobs (
        id uuid primary key,
        kind text not null,
        status text not null default 'pending' check (status in ('pending', 'running', 'completed', 'failed')),
        progress jsonb not null default '{}',
        result jsonb,
        error text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
  }
}

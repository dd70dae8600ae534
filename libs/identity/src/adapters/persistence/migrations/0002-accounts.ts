import { Migration } from '@mikro-orm/migrations';

/** Customers, their registrations and sessions, and the keys that sign access tokens. */
export class Identity0002 extends Migration {
  override name = '0002-identity';

  override up(): void {
    this.addSql(`
      create table identity.customers (
        id uuid primary key,
        email text unique check (length(email) <= 508),
        name text not null default '' check (length(name) <= 200),
        phone text check (length(phone) <= 40),
        password_hash text,
        status text not null default 'active' check (status in ('active', 'disabled', 'erased')),
        version int not null default 1 check (version > 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check ((status = 'erased') = (email is null))
      )`);
    this.addSql(`
      create table identity.registrations (
        id uuid primary key,
        email text not null check (length(email) <= 508),
        name text not null check (length(name) <= 200),
        password_hash text not null,
        token_hash bytea not null check (octet_length(token_hash) = 32),
        expires_at timestamptz not null,
        confirmed_at timestamptz,
        created_at timestamptz not null default now()
      )`);
    this.addSql(`create index registrations_by_time on identity.registrations (expires_at)`);
    this.addSql(`
      create table identity.sessions (
        id uuid primary key,
        subject_kind text not null check (subject_kind in ('cus', 'stf')),
        subject_id uuid not null,
        device text check (length(device) <= 300),
        address text check (length(address) <= 60),
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        authenticated_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        end_reason text check (end_reason in ('logged-out', 'revoked', 'token-reused', 'password-changed', 'account-closed')),
        check ((ended_at is null) = (end_reason is null)),
        check (expires_at > created_at)
      )`);
    this.addSql(`create index sessions_of_subject on identity.sessions (subject_id, created_at desc) where ended_at is null`);
    this.addSql(`create index sessions_by_end on identity.sessions (expires_at)`);
    this.addSql(`
      create table identity.refresh_tokens (
        hash bytea primary key check (octet_length(hash) = 32),
        session_id uuid not null references identity.sessions on delete cascade,
        issued_at timestamptz not null,
        used_at timestamptz,
        successor_hash bytea unique,
        successor bytea,
        check ((used_at is null) = (successor_hash is null)),
        check ((used_at is null) = (successor is null))
      )`);
    // Whatever the code does: a token that was not used yet is the only one of its session.
    this.addSql(`create unique index one_unused_refresh_token on identity.refresh_tokens (session_id) where used_at is null`);
    this.addSql(`
      create function identity.refuse_resuming() returns trigger language plpgsql as $$
      begin
        raise exception 'a session that ended stays ended' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger ended_for_ever before update on identity.sessions
        for each row when (old.ended_at is not null and new.ended_at is distinct from old.ended_at)
        execute function identity.refuse_resuming()`);
    this.addSql(`
      create trigger used_for_ever before update on identity.refresh_tokens
        for each row when (old.used_at is not null and (new.used_at, new.successor_hash) is distinct from (old.used_at, old.successor_hash))
        execute function identity.refuse_resuming()`);
    this.addSql(`
      create table identity.signing_keys (
        kid text primary key,
        private_key bytea not null,
        created_at timestamptz not null default clock_timestamp()
      )`);
    for (const [column, why] of [
      ['customers.email', 'who it is'], ['customers.name', 'what to call them'], ['customers.phone', 'reached by the carrier'],
      ['registrations.email', 'kept until the registration is confirmed or over'], ['registrations.name', 'kept until the registration is confirmed or over'],
      ['sessions.device', 'shown to its owner'], ['sessions.address', 'shown to its owner'],
    ]) {
      this.addSql(`comment on column identity.${column} is 'Personal data: ${why}'`);
    }
  }
}

import { Migration } from '@mikro-orm/migrations';

/** New passwords and addresses of customers, their address books, and what clearing up needs. */
export class Identity0003 extends Migration {
  override name = '0003-identity';

  override up(): void {
    // What was asked for under one password and address does not count under the next ones.
    this.addSql(`alter table identity.customers add column credentials_version int not null default 1 check (credentials_version > 0)`);
    this.#passwords();
    this.#emailChanges();
    this.#addresses();
    this.#clearing();
    for (const [column, why] of [
      ['email_changes.email', 'kept until the change is confirmed or over, and a day more'],
      ['email_changes.old_email', 'told of the change, and a day more'],
      ...['name', 'line1', 'line2', 'city', 'region', 'postal_code', 'country', 'phone'].map((field) => [`customer_addresses.${field}`, 'where parcels and invoices go']),
    ]) {
      this.addSql(`comment on column identity.${column} is 'Personal data: ${why}'`);
    }
    for (const table of ['password_resets', 'email_changes']) {
      this.addSql(`comment on column identity.${table}.token_hash is 'Secret: SHA-256 of the token in the mail'`);
    }
  }

  #passwords(): void {
    // No foreign key to customers: its check would be work that only known addresses make.
    this.addSql(`
      create table identity.password_resets (
        id uuid primary key,
        seq bigint generated always as identity,
        customer_id uuid,
        credentials_version int,
        token_hash bytea not null check (octet_length(token_hash) = 32),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz,
        check ((customer_id is null) = (credentials_version is null)),
        check (used_at is null or customer_id is not null),
        check (expires_at <= created_at + interval '10 minutes')
      )`);
    this.addSql(`create index password_resets_of_customer on identity.password_resets (customer_id, seq)`);
    this.addSql(`create index password_resets_by_end on identity.password_resets (expires_at)`);
    this.addSql(`
      create function identity.refuse_second_use() returns trigger language plpgsql as $$
      begin
        raise exception 'what was used once stays used' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger used_for_ever before update on identity.password_resets
        for each row when (old.used_at is not null and new.used_at is distinct from old.used_at) execute function identity.refuse_second_use()`);
    this.addSql(`
      create table identity.password_changes (
        id uuid primary key,
        customer_id uuid not null references identity.customers on delete cascade,
        made_by text not null check (made_by in ('owner', 'reset')),
        created_at timestamptz not null default now()
      )`);
    this.addSql(`create index password_changes_of_customer on identity.password_changes (customer_id)`);
    this.addSql(`create index password_changes_by_time on identity.password_changes (created_at)`);
  }

  #emailChanges(): void {
    this.addSql(`
      create table identity.email_changes (
        id uuid primary key,
        seq bigint generated always as identity,
        customer_id uuid not null references identity.customers on delete cascade,
        session_id uuid not null,
        credentials_version int not null,
        old_email text not null check (length(old_email) <= 508),
        email text not null check (length(email) <= 508),
        token_hash bytea not null check (octet_length(token_hash) = 32),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        confirmed_at timestamptz,
        check (expires_at <= created_at + interval '1 hour')
      )`);
    this.addSql(`create index email_changes_of_customer on identity.email_changes (customer_id, seq)`);
    this.addSql(`create index email_changes_by_end on identity.email_changes (expires_at)`);
    this.addSql(`
      create trigger used_for_ever before update on identity.email_changes
        for each row when (old.confirmed_at is not null and new.confirmed_at is distinct from old.confirmed_at)
        execute function identity.refuse_second_use()`);
    this.addSql(`alter table identity.sessions drop constraint sessions_end_reason_check`);
    this.addSql(`
      alter table identity.sessions add constraint sessions_end_reason_check
        check (end_reason in ('logged-out', 'revoked', 'token-reused', 'password-changed', 'email-changed', 'account-closed'))`);
  }

  #addresses(): void {
    this.addSql(`
      create table identity.customer_addresses (
        id uuid primary key,
        customer_id uuid not null references identity.customers on delete cascade,
        name text not null check (length(name) between 1 and 200),
        line1 text not null check (length(line1) between 1 and 200),
        line2 text check (length(line2) <= 200),
        city text not null check (length(city) between 1 and 100),
        region text check (length(region) <= 100),
        postal_code text check (length(postal_code) <= 20),
        country text not null check (country ~ '^[A-Z]{2}$'),
        phone text check (length(phone) <= 40),
        default_shipping boolean not null default false,
        default_billing boolean not null default false,
        version int not null default 1 check (version > 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
    this.addSql(`create index addresses_of_customer on identity.customer_addresses (customer_id, id)`);
    this.addSql(`create unique index one_default_shipping on identity.customer_addresses (customer_id) where default_shipping`);
    this.addSql(`create unique index one_default_billing on identity.customer_addresses (customer_id) where default_billing`);
    // Those who add to one book take turns at the customer's row: otherwise two would both count 49.
    this.addSql(`
      create function identity.bound_address_book() returns trigger language plpgsql as $$
      begin
        perform 1 from identity.customers where id = new.customer_id for update;
        if (select count(*) from identity.customer_addresses where customer_id = new.customer_id) >= 50 then
          raise exception 'an address book holds 50 addresses' using errcode = 'check_violation', constraint = 'at_most_50_addresses';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger at_most_50_addresses before insert on identity.customer_addresses
        for each row execute function identity.bound_address_book()`);
  }

  #clearing(): void {
    this.addSql(`drop index identity.sessions_by_end`);
    this.addSql(`create index sessions_by_end on identity.sessions ((least(ended_at, expires_at)))`);
    // Deleting a session looks for its tokens.
    this.addSql(`create index refresh_tokens_of_session on identity.refresh_tokens (session_id)`);
  }
}

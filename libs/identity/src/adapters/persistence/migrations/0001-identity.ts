import { Migration } from '@mikro-orm/migrations';

/** Secret API keys. */
export class Identity0001 extends Migration {
  override name = '0001-identity';

  override up(): void {
    this.addSql(`create schema if not exists identity`);
    this.addSql(`
      create table identity.api_keys (
        id uuid primary key,
        name text not null check (length(name) between 1 and 200),
        prefix text not null check (length(prefix) = 8),
        scopes text[] not null check (cardinality(scopes) > 0),
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        check (expires_at > created_at)
      )`);
    this.addSql(`
      create table identity.api_key_secrets (
        hash bytea primary key check (octet_length(hash) = 32),
        key_id uuid not null references identity.api_keys,
        created_at timestamptz not null default now(),
        valid_until timestamptz
      )`);
    // A key has one current secret; those before it carry an end. None is deleted: a retired secret never counts again.
    this.addSql(`create unique index one_current_secret on identity.api_key_secrets (key_id) where valid_until is null`);
    this.addSql(`
      create function identity.refuse_reviving() returns trigger language plpgsql as $$
      begin
        raise exception 'an API key that was revoked stays revoked' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger revoked_for_ever before update of revoked_at on identity.api_keys
        for each row when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
        execute function identity.refuse_reviving()`);
  }
}

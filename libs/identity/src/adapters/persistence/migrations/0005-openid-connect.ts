import { Migration } from '@mikro-orm/migrations';

/** Logins at OpenID providers: those that began, and whom they lead to. */
export class Identity0005 extends Migration {
  override name = '0005-identity';

  override up(): void {
    this.addSql(`
      create table identity.openid_authorizations (
        id uuid primary key,
        redirect_uri text not null check (length(redirect_uri) <= 2000),
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        state_hash bytea not null unique check (octet_length(state_hash) = 32),
        sealed bytea not null check (octet_length(sealed) <= 1000),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        completed_at timestamptz,
        check (expires_at <= created_at + interval '10 minutes')
      )`);
    this.addSql(`create index openid_authorizations_by_end on identity.openid_authorizations (expires_at)`);
    this.addSql(`
      create trigger completed_for_ever before update on identity.openid_authorizations
        for each row when (old.completed_at is not null and new.completed_at is distinct from old.completed_at)
        execute function identity.refuse_second_use()`);
    this.addSql(`
      create table identity.external_identities (
        id uuid primary key,
        customer_id uuid not null references identity.customers on delete cascade,
        issuer text not null check (length(issuer) between 1 and 2000),
        subject text not null check (length(subject) between 1 and 255),
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        unique (issuer, subject),
        unique (customer_id, issuer)
      )`);
    // Whoever removes the last way into an account takes turns at the customer's row with whoever removes the last but one.
    this.addSql(`
      create function identity.keep_a_way_in() returns trigger language plpgsql as $$
      begin
        perform 1 from identity.customers where id = old.customer_id and status = 'active' and password_hash is null for update;
        if found and not exists (select 1 from identity.external_identities where customer_id = old.customer_id) then
          raise exception 'an account keeps a way in' using errcode = 'check_violation', constraint = 'a_way_in';
        end if;
        return null;
      end $$`);
    // Deferred, so that an account can be closed and emptied in one transaction.
    this.addSql(`
      create constraint trigger a_way_in after delete or update of customer_id on identity.external_identities
        deferrable initially deferred for each row execute function identity.keep_a_way_in()`);
    this.addSql(`select platform.audit('identity.external_identities', 'eid')`);
    this.addSql(`comment on table identity.openid_authorizations is 'Not audited: logins under way; the sessions they lead to are'`);
    this.addSql(`comment on column identity.external_identities.subject is 'Personal data: who the customer is at the provider'`);
    this.addSql(`comment on column identity.openid_authorizations.secret_hash is 'Secret: SHA-256 of what the client keeps'`);
    this.addSql(`comment on column identity.openid_authorizations.state_hash is 'Secret: SHA-256 of the state'`);
    this.addSql(`comment on column identity.openid_authorizations.sealed is 'Secret: PKCE verifier and nonce, sealed'`);
  }
}

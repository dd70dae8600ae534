import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** Exports of what is known about a customer, erasures, and what the columns of identity hold of people. */
export class Identity0006 extends Migration {
  override name = '0006-identity';

  override up(): void {
    this.#exports();
    this.#erasures();
    for (const statement of classified('identity', {
      api_keys: { 'Not personal: what a key is for': 'name', 'Not personal: the visible part of a key': 'prefix', 'Not personal: what a key may do': 'scopes' },
      roles: { 'Not personal: about a role': 'name permissions' },
      external_identities: { 'Not personal: which provider': 'issuer' },
      openid_authorizations: { 'Not personal: a page of the client': 'redirect_uri' },
      signing_keys: { 'Not personal: an id': 'kid' },
      data_exports: { 'Secret: the document, sealed, for 7 days': 'content' },
      erasures: {
        'Secret: the addresses to be erased, sealed, until that is done': 'addresses',
        'Not personal: what has to wait, why and until when': 'waits',
      },
    })) {
      this.addSql(statement);
    }
  }

  #exports(): void {
    // One for each customer: a new one takes the place of the one before.
    this.addSql(`
      create table identity.data_exports (
        id uuid primary key,
        customer_id uuid not null unique references identity.customers,
        status text not null default 'pending' check (status in ('pending', 'ready')),
        content bytea,
        requested_at timestamptz not null default now(),
        lease_until timestamptz,
        ready_at timestamptz,
        expires_at timestamptz,
        check ((status = 'ready') = (content is not null)),
        check ((status = 'ready') = (ready_at is not null)),
        check ((status = 'ready') = (expires_at is not null)),
        check (expires_at <= ready_at + interval '7 days')
      )`);
    this.addSql(`alter table identity.data_exports alter column content set storage external`);
    this.addSql(`create index data_exports_pending on identity.data_exports (requested_at) where status = 'pending'`);
    this.addSql(`comment on table identity.data_exports is 'Not audited: asked for by its owner; a security event tells of it'`);
  }

  #erasures(): void {
    this.addSql(`
      create table identity.erasures (
        id uuid primary key,
        customer_id uuid not null unique references identity.customers,
        asked_by text not null check (asked_by in ('owner', 'staff')),
        status text not null default 'pending' check (status in ('pending', 'waiting', 'completed')),
        addresses bytea,
        waits jsonb not null default '[]' check (jsonb_typeof(waits) = 'array'),
        passes int not null default 0 check (passes >= 0),
        requested_at timestamptz not null default now(),
        next_at timestamptz not null default now(),
        completed_at timestamptz,
        check ((status = 'pending') = (passes = 0)),
        check ((status = 'completed') = (completed_at is not null)),
        check ((status = 'completed') = (addresses is null))
      )`);
    this.addSql(`create index erasures_due on identity.erasures (next_at) where status <> 'completed'`);
    this.addSql(`
      create trigger completed_for_ever before update or delete on identity.erasures
        for each row when (old.completed_at is not null) execute function identity.refuse_second_use()`);
    // An account that is erased does not come back, whatever the code does.
    this.addSql(`
      create trigger erased_for_ever before update of status on identity.customers
        for each row when (old.status = 'erased' and new.status <> 'erased') execute function identity.refuse_second_use()`);
    this.addSql(`
      alter table identity.customers add constraint nobody_after_erasure
        check (status <> 'erased' or (name = '' and phone is null and password_hash is null))`);
    this.addSql(`select platform.audit('identity.erasures', 'era')`);
  }
}

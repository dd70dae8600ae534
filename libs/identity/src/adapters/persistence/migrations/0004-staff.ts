import { Migration } from '@mikro-orm/migrations';

/** Built-in roles with their ids, the same in every installation. Their permissions are in the code: they follow each version of it. */
const BUILT_IN = [
  ['01980000-0000-7000-8000-000000000001', 'owner', 'Owner'],
  ['01980000-0000-7000-8000-000000000002', 'catalog-manager', 'Catalog manager'],
  ['01980000-0000-7000-8000-000000000003', 'fulfilment', 'Fulfilment'],
  ['01980000-0000-7000-8000-000000000004', 'support', 'Support'],
  ['01980000-0000-7000-8000-000000000005', 'finance', 'Finance'],
  ['01980000-0000-7000-8000-000000000006', 'read-only', 'Read-only'],
] as const;

/** Roles, staff and its invitations, and second factors of everybody who can log in. */
export class Identity0004 extends Migration {
  override name = '0004-identity';

  override up(): void {
    this.#roles();
    this.#staff();
    this.#invitations();
    this.#factors();
    this.#challenges();
    for (const [table, prefix] of [['roles', 'rol'], ['staff', 'stf'], ['staff_invitations', 'inv'], ['mfa_factors', 'mfa']]) {
      this.addSql(`select platform.audit('identity.${table}', '${prefix}')`);
    }
    this.addSql(`comment on table identity.recovery_codes is 'Not audited: a security event tells of each use'`);
    this.addSql(`comment on table identity.mfa_challenges is 'Not audited: the second half of a login, a security event tells how it ended'`);
    for (const [column, meaning] of [
      ['staff.email', 'Personal data: who it is'],
      ['staff.name', 'Personal data: what to call them'],
      ['staff.password_hash', 'Secret: Argon2id of the password'],
      ['staff_invitations.token_hash', 'Secret: SHA-256 of the token in the mail'],
      ['mfa_factors.secret', 'Secret: key of the authenticator, sealed under HOLDFAST_SECRET'],
      ['recovery_codes.hash', 'Secret: SHA-256 of a code with 120 random bits'],
      ['mfa_challenges.secret_hash', 'Secret: SHA-256 of what whoever knew the password was given'],
      ['mfa_challenges.device', 'Personal data: copied to the session, deleted a day after the challenge'],
      ['mfa_challenges.address', 'Personal data: copied to the session, deleted a day after the challenge'],
    ]) {
      this.addSql(`comment on column identity.${column} is '${meaning}'`);
    }
  }

  #roles(): void {
    this.addSql(`
      create table identity.roles (
        id uuid primary key,
        name text not null check (length(name) between 1 and 100),
        built_in text unique check (built_in in (${BUILT_IN.map(([, code]) => `'${code}'`).join(', ')})),
        permissions text[] check (cardinality(permissions) > 0),
        version int not null default 1 check (version > 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check ((built_in is null) = (permissions is not null))
      )`);
    this.addSql(`create unique index role_names on identity.roles (lower(name))`);
    const rows = BUILT_IN.map(([id, code, name]) => `('${id}', '${name}', '${code}')`).join(', ');
    this.addSql(`insert into identity.roles (id, name, built_in) values ${rows}`);
    this.addSql(`
      create function identity.refuse_changing_built_in() returns trigger language plpgsql as $$
      begin
        raise exception 'a built-in role stays as it is' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger built_in_stays before update or delete on identity.roles
        for each row when (old.built_in is not null) execute function identity.refuse_changing_built_in()`);
  }

  #staff(): void {
    this.addSql(`
      create table identity.staff (
        id uuid primary key,
        email text not null unique check (length(email) <= 508),
        name text not null check (length(name) between 1 and 200),
        password_hash text,
        role_id uuid not null references identity.roles,
        status text not null default 'invited' check (status in ('invited', 'active', 'disabled')),
        version int not null default 1 check (version > 0),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check (status <> 'active' or password_hash is not null),
        check (status <> 'invited' or password_hash is null)
      )`);
    this.addSql(`create index staff_by_role on identity.staff (role_id)`);
    // Those who take an owner away take turns, and each sees what the one before left.
    this.addSql(`
      create function identity.keep_an_owner() returns trigger language plpgsql as $$
      declare owner_role uuid;
      begin
        select id into owner_role from identity.roles where built_in = 'owner';
        if old.status <> 'active' or old.role_id <> owner_role then
          return coalesce(new, old);
        end if;
        if tg_op = 'UPDATE' and new.status = 'active' and new.role_id = owner_role then
          return new;
        end if;
        perform pg_advisory_xact_lock(hashtext('identity.last-owner'));
        if not exists (select from identity.staff where role_id = owner_role and status = 'active' and id <> old.id) then
          raise exception 'the last active owner stays' using errcode = 'restrict_violation', constraint = 'one_active_owner';
        end if;
        return coalesce(new, old);
      end $$`);
    this.addSql(`create trigger one_active_owner before update or delete on identity.staff for each row execute function identity.keep_an_owner()`);
  }

  #invitations(): void {
    this.addSql(`
      create table identity.staff_invitations (
        id uuid primary key,
        staff_id uuid not null references identity.staff on delete cascade,
        token_hash bytea not null check (octet_length(token_hash) = 32),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        confirmed_at timestamptz,
        withdrawn_at timestamptz,
        check (expires_at <= created_at + interval '72 hours'),
        check (confirmed_at is null or withdrawn_at is null)
      )`);
    this.addSql(`create unique index one_open_invitation on identity.staff_invitations (staff_id) where confirmed_at is null and withdrawn_at is null`);
    this.addSql(`
      create trigger used_for_ever before update on identity.staff_invitations
        for each row when ((old.confirmed_at is not null or old.withdrawn_at is not null)
          and (new.confirmed_at, new.withdrawn_at) is distinct from (old.confirmed_at, old.withdrawn_at))
        execute function identity.refuse_second_use()`);
  }

  #factors(): void {
    this.addSql(`alter table identity.sessions add column mfa_at timestamptz`);
    this.addSql(`
      create table identity.mfa_factors (
        id uuid primary key,
        subject_kind text not null check (subject_kind in ('cus', 'stf')),
        subject_id uuid not null,
        secret bytea not null,
        last_step bigint,
        created_at timestamptz not null default now(),
        confirmed_at timestamptz,
        check (confirmed_at is null or last_step is not null)
      )`);
    // Asked at each request of staff.
    this.addSql(`create index confirmed_factors on identity.mfa_factors (subject_id) where confirmed_at is not null`);
    this.addSql(`create unique index one_factor_in_the_making on identity.mfa_factors (subject_id) where confirmed_at is null`);
    this.addSql(`
      create trigger steps_forward before update on identity.mfa_factors
        for each row when (old.last_step is not null and new.last_step is distinct from old.last_step and (new.last_step is null or new.last_step < old.last_step))
        execute function identity.refuse_second_use()`);
    this.addSql(`
      create table identity.recovery_codes (
        subject_id uuid not null,
        hash bytea not null check (octet_length(hash) = 32),
        created_at timestamptz not null default now(),
        used_at timestamptz,
        primary key (subject_id, hash)
      )`);
    this.addSql(`
      create trigger used_for_ever before update on identity.recovery_codes
        for each row when (old.used_at is not null and new.used_at is distinct from old.used_at) execute function identity.refuse_second_use()`);
  }

  #challenges(): void {
    this.addSql(`
      create table identity.mfa_challenges (
        id uuid primary key,
        subject_kind text not null check (subject_kind in ('cus', 'stf')),
        subject_id uuid not null,
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        device text check (length(device) <= 300),
        address text check (length(address) <= 60),
        attempts int not null default 0 check (attempts between 0 and 5),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        solved_at timestamptz,
        check (expires_at <= created_at + interval '5 minutes')
      )`);
    this.addSql(`create index challenges_of_subject on identity.mfa_challenges (subject_id, created_at)`);
    this.addSql(`create index challenges_by_end on identity.mfa_challenges (expires_at)`);
    this.addSql(`
      create trigger solved_for_ever before update on identity.mfa_challenges
        for each row when (old.solved_at is not null or new.attempts < old.attempts) execute function identity.refuse_second_use()`);
  }
}

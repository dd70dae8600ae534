import { Migration } from '@mikro-orm/migrations';

/** By schema, and in it by table or column. */
type Lists = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Kind of id by table: its ids read `prod_…` in the log as they do everywhere. Empty where the key is no id of ours. */
const AUDITED: Lists = {
  catalog: { products: 'prod', variants: 'var', prices: 'var', imports: 'job' },
  identity: { api_keys: 'key', api_key_secrets: 'key', customers: 'cus', customer_addresses: 'adr', sessions: 'ses' },
  inventory: { locations: 'loc', movements: 'mov' },
  ordering: { carts: 'cart', checkouts: 'chk', orders: 'ord', order_lines: 'line' },
  payments: { payments: 'pay', operations: 'op' },
};

/** Where the key would not do: a hash is no name for anything. */
const KEYS: Readonly<Record<string, string>> = { api_key_secrets: 'key_id' };

const NOT_AUDITED: Lists = {
  catalog: {
    product_views: 'made from products, variants and prices',
    product_prices: 'made from prices',
    import_chunks: 'the uploaded file; its import is audited',
    import_faults: 'what the worker found in a file',
  },
  identity: {
    registrations: 'a wish that only its owner writes; the customer it leads to is audited',
    password_resets: 'a wish that only its owner writes; a security event tells of it',
    password_changes: 'written by its owner alone; a security event tells of it',
    email_changes: 'a wish that only its owner writes; a security event tells of it',
    refresh_tokens: 'rotated at every refresh; reuse is a security event',
    signing_keys: 'made by the service itself, for no caller',
  },
  inventory: {
    levels: 'the sum of movements, which are audited',
    holds: 'follows checkouts and orders; what it does to stock is in movements',
  },
  notifications: {
    emails: 'written by the worker alone',
    test_mailbox: 'filled only where no mail server is configured. Personal data in all columns',
  },
  platform: {
    audit_entries: 'it is the log itself',
    outbox: 'history itself, with its actor; refuses to be changed',
    inbox: 'written by the worker alone',
    idempotency_keys: 'stands beside every keyed request, whose effects are audited',
    jobs: 'progress of work that was asked for elsewhere',
    migrations: 'written by the command that migrates',
  },
};

/** What entries never show, in the columns that were there before: see platform.audit_row(). */
const CONFIDENTIAL: Lists = {
  identity: {
    'api_key_secrets.hash': 'Secret: of an API key, hashed',
    'customers.password_hash': 'Secret: Argon2id of the password',
    'registrations.password_hash': 'Secret: Argon2id of the password',
    'registrations.token_hash': 'Secret: of the link in the mail, hashed',
    'refresh_tokens.hash': 'Secret: a refresh token, hashed',
    'refresh_tokens.successor_hash': 'Secret: a refresh token, hashed',
    'refresh_tokens.successor': 'Secret: a refresh token, sealed under the one before it',
    'signing_keys.private_key': 'Secret: signs access tokens, sealed',
  },
  ordering: {
    'carts.token_hash': 'Secret: of the cart, hashed',
    'orders.token_hash': 'Secret: of a guest order, hashed',
    ...Object.fromEntries(
      ['carts', 'checkouts', 'orders'].flatMap((table) => [
        [`${table}.email`, 'Personal data: reached about the order'],
        [`${table}.shipping_address`, 'Personal data: where the order goes'],
        [`${table}.billing_address`, 'Personal data: who pays'],
      ]),
    ),
  },
};

const each = (lists: Lists): { readonly name: string; readonly full: string; readonly text: string }[] =>
  Object.entries(lists).flatMap(([schema, list]) => Object.entries(list).map(([name, text]) => ({ name, full: `${schema}.${name}`, text })));

/**
 * The audit log: a hash-chained table that only grows, and triggers that write it. docs/adr/0017 tells why it is so. It is attached here to the
 * tables of all modules that were there before; later migrations say it themselves, beside their tables.
 */
export class Platform0002 extends Migration {
  override name = '0002-platform';

  override up(): void {
    this.entries();
    this.chain();
    this.appendOnly();
    this.changes();
    for (const { full, text, name } of each(AUDITED)) {
      this.addSql(`select platform.audit('${full}', '${text}'${name in KEYS ? `, '{${KEYS[name]}}'` : ''})`);
    }
    for (const { full, text } of each(NOT_AUDITED)) this.addSql(`comment on table ${full} is 'Not audited: ${text}'`);
    for (const { full, text } of each(CONFIDENTIAL)) this.addSql(`comment on column ${full} is '${text}'`);
  }

  private entries(): void {
    this.addSql(`
      create table platform.audit_entries (
        seq bigint primary key check (seq > 0),
        occurred_at timestamptz not null,
        kind text not null check (kind in ('change', 'security')),
        actor text,
        action text not null,
        resource text,
        resource_id text,
        operation text check (operation in ('insert', 'update', 'delete')),
        before jsonb,
        after jsonb,
        details jsonb,
        request_id text,
        hash bytea not null check (octet_length(hash) = 32),
        check (case kind
          when 'change' then actor is not null and resource is not null and resource_id is not null and details is null
            and coalesce((before is not null) = (operation <> 'insert') and (after is not null) = (operation <> 'delete'), false)
          else resource is null and operation is null and before is null and after is null end)
      )`);
    for (const [name, columns] of [
      ['resource', 'resource, resource_id, seq'],
      ['resource_id', 'resource_id, seq'],
      ['actor', 'actor, seq'],
      ['action', 'action, seq'],
      ['request', 'request_id, seq'],
    ]) {
      this.addSql(`create index audit_entries_by_${name} on platform.audit_entries (${columns})`);
    }
    this.addSql(`create index audit_entries_by_time on platform.audit_entries using brin (occurred_at)`);
  }

  private chain(): void {
    // Each part with its length in bytes before it, so that no two entries read alike. libs/platform/src/audit/chain.ts says the same.
    this.addSql(`
      create function platform.audit_text(e platform.audit_entries) returns text language sql stable as $$
        select string_agg(coalesce(octet_length(convert_to(part, 'UTF8')) || ':' || part, '-'), ',' order by place)
          from unnest(array[
            e.seq::text, ((extract(epoch from e.occurred_at) * 1000000)::bigint)::text, e.kind, e.actor, e.action,
            e.resource, e.resource_id, e.operation, e.before::text, e.after::text, e.details::text, e.request_id
          ]) with ordinality as parts(part, place)
      $$`);
    // The lock first and then a statement of its own, whose snapshot therefore has what the holder before committed. Whoever writes an
    // entry does so at the end of its transaction, so the lock is held for the commit alone.
    this.addSql(`
      create function platform.link_audit_entry() returns trigger language plpgsql as $$
      declare
        head record;
      begin
        perform pg_advisory_xact_lock(hashtext('platform.audit-chain'));
        select e.seq, e.hash into head from platform.audit_entries e order by e.seq desc limit 1;
        new.seq := coalesce(head.seq, 0) + 1;
        new.occurred_at := clock_timestamp();
        new.hash := sha256(coalesce(head.hash, decode(repeat('00', 32), 'hex')) || convert_to(platform.audit_text(new), 'UTF8'));
        return new;
      end $$`);
    this.addSql(`create trigger link before insert on platform.audit_entries for each row execute function platform.link_audit_entry()`);
  }

  private appendOnly(): void {
    this.addSql(`revoke all on platform.audit_entries from public`);
    this.addSql(`revoke update, delete, truncate, references, trigger on platform.audit_entries from current_user`);
    this.addSql(`
      create function platform.refuse_changing_audit() returns trigger language plpgsql as $$
      begin
        raise exception '% of the audit log is refused: it only grows', lower(tg_op) using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger append_only before update or delete on platform.audit_entries
        for each row execute function platform.refuse_changing_audit()`);
    this.addSql(`
      create trigger append_only_whole before truncate on platform.audit_entries
        for each statement execute function platform.refuse_changing_audit()`);
    // Also in a session that plays the replica.
    for (const trigger of ['append_only', 'append_only_whole']) this.addSql(`alter table platform.audit_entries enable always trigger ${trigger}`);
  }

  private changes(): void {
    // TypeID 0.3: two zero bits and the 128 of the UUID, five at a time, in Crockford's base32.
    this.addSql(`
      create function platform.type_id(prefix text, id uuid) returns text language sql immutable as $$
        select prefix || '_' || string_agg(
                 substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(bits from 1 + 5 * place for 5)::int, 1), '' order by place)
          from (select B'00' || ('x' || replace(id::text, '-', ''))::bit(128) as bits) id, generate_series(0, 25) as place
      $$`);
    this.addSql(`
      create function platform.redacted(record jsonb, hidden text[]) returns jsonb language sql immutable as $$
        select jsonb_object_agg(key, case when key = any(hidden) and value <> 'null' then '"[redacted]"' else value end) from jsonb_each(record)
      $$`);
    // Comments are read each time: a column that becomes personal data is hidden from then on, without anything to remember.
    this.addSql(`
      create function platform.audit_row() returns trigger language plpgsql as $$
      declare
        was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
        became jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
        first_key text := coalesce(became, was) ->> tg_argv[1];
        row_id text := case when tg_argv[0] = '' then first_key else platform.type_id(tg_argv[0], first_key::uuid) end;
        hidden text[] := array(
          select a.attname from pg_attribute a
            join pg_description d on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
           where a.attrelid = tg_relid and d.description ~ '^(Personal data|Secret):');
      begin
        for place in 2 .. tg_nargs - 1 loop
          row_id := row_id || ',' || (coalesce(became, was) ->> tg_argv[place]);
        end loop;
        if tg_op = 'UPDATE' then
          select jsonb_object_agg(key, b.value), jsonb_object_agg(key, a.value) into was, became
            from jsonb_each(was) b join jsonb_each(became) a using (key) where a.value <> b.value;
          if was is null then
            return null;
          end if;
        end if;
        insert into platform.audit_entries (kind, actor, action, resource, resource_id, operation, before, after, request_id)
        values ('change', current_setting('holdfast.actor'), coalesce(nullif(current_setting('holdfast.action', true), ''), 'unknown'),
          tg_table_schema || '.' || tg_table_name, row_id, lower(tg_op), platform.redacted(was, hidden), platform.redacted(became, hidden),
          nullif(current_setting('holdfast.request_id', true), ''));
        return null;
      end $$`);
    // WHEN is judged as the row is written, the function runs at the commit: who is no key and no staff pays for a look at a setting.
    this.addSql(`
      create function platform.audit(which regclass, prefix text, keys text[] default null) returns void language plpgsql as $$
      declare
        columns text[] := coalesce(keys, array(
          select a.attname from pg_index i cross join unnest(i.indkey) with ordinality as k(attnum, place)
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
           where i.indrelid = which and i.indisprimary order by k.place));
      begin
        if prefix <> '' and not exists (select from pg_attribute where attrelid = which and attname = columns[1] and atttypid = 'uuid'::regtype) then
          raise exception 'entries about % cannot be told apart by %_…: its key does not start with a UUID', which, prefix;
        end if;
        execute format(
          'create constraint trigger audit after insert or update or delete on %s deferrable initially deferred
             for each row when (current_setting(''holdfast.actor'', true) <> '''') execute function platform.audit_row(%s)',
          which, (select string_agg(quote_literal(arg), ', ' order by place) from unnest(prefix || columns) with ordinality as args(arg, place)));
      end $$`);
  }
}

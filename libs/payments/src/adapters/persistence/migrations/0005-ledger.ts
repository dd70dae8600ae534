import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';
import { SETTLEMENT_TABLES } from './settlement-tables.js';

/** The chart of accounts as PostgreSQL knows it; domain/ledger/chart.ts is its source, and a spec holds the two together. */
const CODES =
  'gateway_clearing:[a-z][a-z0-9_-]{0,39}|bank|order:chk_[0-7][0-9a-hjkmnp-tv-z]{25}|revenue:goods|revenue:shipping|discounts|tax:[A-Z0-9-]{2,20}|fees|chargebacks|suspense|rounding';

const JOURNAL_KINDS = [
  'capture', 'refund', 'recognition', 'dispute-opened', 'dispute-won', 'fee', 'payout', 'settlement', 'correction', 'reversal',
];

/** The ledger in double entry, and what settlement reports of gateways said. */
export class Payments0005 extends Migration {
  override name = '0005-payments';

  override up(): void {
    this.books();
    this.keepAccounts();
    this.onlyGrows();
    this.classify();
    for (const statement of SETTLEMENT_TABLES) this.addSql(statement);
  }

  private books(): void {
    this.addSql(`
      create table payments.ledger_accounts (
        code text primary key check (code ~ '^(${CODES}):[A-Z]{3}$'),
        kind text not null check (kind in ('asset', 'liability', 'revenue', 'expense')),
        currency text not null generated always as (right(code, 3)) stored,
        balance bigint,
        created_at timestamptz not null default now(),
        constraint materialized_where_cold check ((balance is not null) = (code ~ '^(order|rounding):')),
        constraint never_below_zero check (balance >= 0),
        constraint rounding_stays_zero check (code !~ '^rounding:' or balance = 0)
      ) with (fillfactor = 80)`);
    this.addSql(`create index ledger_accounts_held on payments.ledger_accounts (code) where balance > 0`);
    this.addSql(`
      create table payments.ledger_orders (
        checkout_id uuid primary key,
        order_id uuid not null unique,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        goods bigint not null check (goods >= 0),
        discount bigint not null check (discount between 0 and goods),
        shipping bigint not null check (shipping >= 0),
        taxes jsonb not null,
        placed_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table payments.ledger_journals (
        id uuid primary key,
        kind text not null check (kind in (${JOURNAL_KINDS.map((kind) => `'${kind}'`).join(', ')})),
        ref text not null,
        checkout_id uuid,
        payment_id uuid,
        operation_id uuid,
        settlement_line text,
        reverses_id uuid unique check (reverses_id <> id),
        reason text,
        occurred_at timestamptz not null default now(),
        booked_at timestamptz not null default now(),
        actor text default nullif(current_setting('holdfast.actor', true), ''),
        constraint booked_once unique (kind, ref),
        check ((kind = 'reversal') = (reverses_id is not null))
      )`);
    this.addSql(`create index ledger_journals_of_checkout on payments.ledger_journals (checkout_id) where checkout_id is not null`);
    this.addSql(`create index ledger_journals_of_payment on payments.ledger_journals (payment_id) where payment_id is not null`);
    this.addSql(`create unique index one_journal_per_operation on payments.ledger_journals (operation_id) where kind in ('capture', 'refund')`);
    this.addSql(`create index ledger_journals_of_line on payments.ledger_journals (settlement_line) where settlement_line is not null`);
    this.addSql(`create index ledger_journals_newest on payments.ledger_journals (booked_at, id)`);
    // No foreign keys: their checks lock the rows that they lead to, and everybody books on the shared accounts. The trigger below checks instead.
    this.addSql(`
      create table payments.ledger_transfers (
        journal_id uuid not null,
        seq int not null check (seq >= 0),
        debit text not null,
        credit text not null,
        amount bigint not null check (amount > 0 and amount <= 1000000000000),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        kind text not null,
        ref text not null,
        leg text not null,
        booked_at timestamptz not null default now(),
        primary key (journal_id, seq),
        constraint transferred_once unique (kind, ref, leg),
        constraint two_accounts check (debit <> credit),
        constraint one_currency check (right(debit, 4) = ':' || currency and right(credit, 4) = ':' || currency)
      )`);
    for (const side of ['debit', 'credit']) {
      this.addSql(`create index ledger_transfers_by_${side} on payments.ledger_transfers (${side}, booked_at) include (amount, journal_id, seq)`);
    }
    this.addSql(`
      create table payments.ledger_checkpoints (
        account text not null,
        until timestamptz not null,
        balance bigint not null,
        primary key (account, until)
      )`);
    this.addSql(`create index ledger_checkpoints_latest on payments.ledger_checkpoints (until)`);
    for (const [table, why] of [
      ['ledger_accounts', 'made and kept by the trigger keep_accounts as transfers come'], ['ledger_orders', 'written once, with the order, which is audited'],
      ['ledger_journals', 'only grows, and each names its actor'], ['ledger_transfers', 'only grows, with journals that name their actor'],
      ['ledger_checkpoints', 'sums of transfers'],
    ]) this.addSql(`comment on table payments.${table} is 'Not audited: ${why}'`);
  }

  /** Accounts come into being with their first transfer. Balances are kept where rows are cold and a floor is promised: one order each. */
  private keepAccounts(): void {
    this.addSql(`
      create function payments.ledger_account_kind(code text) returns text language sql immutable as $$
        select case split_part(code, ':', 1)
          when 'gateway_clearing' then 'asset' when 'bank' then 'asset'
          when 'order' then 'liability' when 'tax' then 'liability' when 'suspense' then 'liability' when 'rounding' then 'liability'
          when 'revenue' then 'revenue' when 'discounts' then 'revenue'
          when 'fees' then 'expense' when 'chargebacks' then 'expense' else 'none' end
      $$`);
    this.addSql(`
      create function payments.keep_accounts() returns trigger language plpgsql as $$
      begin
        if exists (select from added a where not exists (select from payments.ledger_journals j where (j.id, j.kind, j.ref) = (a.journal_id, a.kind, a.ref))) then
          raise exception 'a transfer needs its journal' using errcode = 'foreign_key_violation';
        end if;
        if exists (select from added a where a.booked_at <= (select max(until) from payments.ledger_checkpoints)) then
          raise exception 'the books of that time are closed' using errcode = 'restrict_violation';
        end if;
        insert into payments.ledger_accounts (code, kind, balance)
          select c.code, payments.ledger_account_kind(c.code), case when c.code ~ '^(order|rounding):' then 0 end
            from (select debit as code from added union select credit from added) c
           where not exists (select from payments.ledger_accounts a where a.code = c.code) order by c.code
          on conflict do nothing;
        update payments.ledger_accounts a set balance = a.balance + d.delta
          from (select code, sum(delta) as delta
                  from (select debit as code, -amount as delta from added union all select credit, amount from added) legs
                 where code ~ '^(order|rounding):' group by code having sum(delta) <> 0) d
         where a.code = d.code;
        return null;
      end $$`);
    this.addSql(`
      create trigger keep_accounts after insert on payments.ledger_transfers
        referencing new table as added for each statement execute function payments.keep_accounts()`);
    this.addSql(`
      create function payments.check_reversed() returns trigger language plpgsql as $$
      begin
        if not exists (select from payments.ledger_journals j where j.id = new.reverses_id and j.kind <> 'reversal') then
          raise exception 'there is no such journal to reverse' using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$`);
    this.addSql(`
      create trigger reversed_exists after insert on payments.ledger_journals
        for each row when (new.reverses_id is not null) execute function payments.check_reversed()`);
  }

  private onlyGrows(): void {
    this.addSql(`
      create function payments.refuse_changing_books() returns trigger language plpgsql as $$
      begin
        raise exception '% of the ledger is refused: it only grows, and is corrected by reversing journals', lower(tg_op) using errcode = 'restrict_violation';
      end $$`);
    for (const table of ['ledger_journals', 'ledger_transfers', 'ledger_orders']) {
      this.addSql(`create trigger append_only before update or delete on payments.${table} for each row execute function payments.refuse_changing_books()`);
      this.addSql(`create trigger append_only_whole before truncate on payments.${table} for each statement execute function payments.refuse_changing_books()`);
      for (const trigger of ['append_only', 'append_only_whole']) this.addSql(`alter table payments.${table} enable always trigger ${trigger}`);
      this.addSql(`revoke all on payments.${table} from public`);
    }
    // Not of ledger_orders: its rows are locked, which PostgreSQL asks the right to update for.
    for (const table of ['ledger_journals', 'ledger_transfers']) this.addSql(`revoke update, delete, truncate, references, trigger on payments.${table} from current_user`);
  }

  private classify(): void {
    const accounts = 'Not personal: names of accounts of ours';
    for (const statement of classified('payments', {
      ledger_accounts: { [accounts]: 'code currency' },
      ledger_orders: { 'Not personal: what an order is sold for': 'currency taxes' },
      ledger_journals: {
        'Not personal: names the fact that is booked': 'ref settlement_line',
        'Not personal: why staff corrected the books': 'reason',
        'Not personal: id of the key or member of staff who booked it by hand': 'actor',
      },
      ledger_transfers: { [accounts]: 'debit credit currency', 'Not personal: names the fact that is booked': 'kind ref leg' },
      ledger_checkpoints: { [accounts]: 'account' },
    })) this.addSql(statement);
  }
}

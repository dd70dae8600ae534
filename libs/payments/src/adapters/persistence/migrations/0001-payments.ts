import { Migration } from '@mikro-orm/migrations';

/** Payments and their operations. */
export class Payments0001 extends Migration {
  override name = '0001-payments';

  override up(): void {
    this.addSql(`create schema if not exists payments`);
    this.addSql(`
      create table payments.payments (
        id uuid primary key,
        checkout_id uuid not null,
        gateway text not null,
        method text not null,
        capture text not null check (capture in ('automatic', 'manual')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount bigint not null check (amount > 0 and amount <= 1000000000000),
        authorized bigint not null default 0,
        captured bigint not null default 0,
        voided bigint not null default 0,
        refunded bigint not null default 0,
        reference text,
        return_url text,
        next_action jsonb,
        status text not null default 'pending' check (status in ('pending', 'requires_action', 'authorized', 'partially_captured',
          'captured', 'partially_refunded', 'refunded', 'voided', 'failed')),
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint never_beyond_authorized check (authorized >= 0 and authorized <= amount and voided >= 0 and captured >= 0 and captured + voided <= authorized),
        constraint never_refund_beyond_captured check (refunded >= 0 and refunded <= captured)
      ) with (fillfactor = 80)`);
    this.addSql(`create index payments_of_checkout on payments.payments (checkout_id)`);
    // While an attempt is undecided there is no other: a second one might charge twice.
    this.addSql(`create unique index one_undecided_payment on payments.payments (checkout_id) where status in ('pending', 'requires_action')`);
    this.addSql(`
      create table payments.operations (
        id uuid primary key,
        payment_id uuid not null,
        kind text not null check (kind in ('authorize', 'capture', 'void', 'refund')),
        amount bigint not null check (amount > 0),
        currency text not null,
        state text not null default 'created' check (state in ('created', 'sent', 'requires_action', 'unknown', 'succeeded', 'failed')),
        code text,
        version int not null default 1,
        checks int not null default 0,
        next_check_at timestamptz,
        needs_human boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 80)`);
    this.addSql(`create index operations_of_payment on payments.operations (payment_id)`);
    this.addSql(`create index operations_undecided on payments.operations (next_check_at) where state in ('created', 'sent', 'requires_action', 'unknown')`);
    this.addSql(`
      create unique index one_live_authorization on payments.operations (payment_id)
        where kind = 'authorize' and state in ('created', 'sent', 'requires_action', 'unknown', 'succeeded')`);
    this.addSql(`
      create function payments.check_operation_transition() returns trigger language plpgsql as $$
      begin
        if old.state || '>' || new.state not in (
          'created>failed', 'created>requires_action', 'created>sent', 'created>succeeded', 'created>unknown',
          'requires_action>failed', 'requires_action>sent', 'requires_action>succeeded', 'requires_action>unknown',
          'sent>failed', 'sent>requires_action', 'sent>succeeded', 'sent>unknown',
          'unknown>failed', 'unknown>requires_action', 'unknown>succeeded') then
          raise exception 'operation: % to % is not legal', old.state, new.state using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of state on payments.operations
        for each row when (old.state is distinct from new.state) execute function payments.check_operation_transition()`);
  }
}

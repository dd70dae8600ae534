import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

const UNDECIDED = `('created', 'sent', 'requires_action', 'unknown')`;

/** Means of payment that gateways keep for customers, and by which names gateways know customers. */
export class Payments0006 extends Migration {
  override name = '0006-payments';

  override up(): void {
    this.methods();
    this.transitions();
    this.payers();
    this.addSql(`alter table payments.payments add column payer text`);
    for (const statement of classified('payments', {
      payment_methods: {
        'Not personal: a name of ours': 'gateway',
        'Personal data: stands for a means of payment at the gateway, until the setup is decided': 'method',
        'Personal data: where the shopper comes back to; the shop may have put anything into it': 'return_url',
        'Secret: where the shopper confirms the setup': 'next_action',
        'Not personal: by which the gateway knows the setup': 'reference',
        'Secret: with which the gateway lets its owner pay': 'token',
        'Not personal: which kind of card': 'brand',
        'Personal data: by which people know their card': 'last4',
        'Not personal: why it failed': 'code',
      },
      payers: { 'Not personal: a name of ours': 'gateway', 'Not personal: by which the gateway knows the account; it learns nothing else of it': 'reference' },
      payments: { 'Not personal: by which the gateway knows the account that pays': 'payer' },
    })) {
      this.addSql(statement);
    }
  }

  private methods(): void {
    this.addSql(`
      create table payments.payment_methods (
        id uuid primary key,
        customer_id uuid not null,
        gateway text not null,
        state text not null default 'created' check (state in ('created', 'sent', 'requires_action', 'unknown', 'active', 'failed', 'detaching', 'detached')),
        unwanted boolean not null default false,
        method text,
        return_url text,
        next_action jsonb,
        reference text,
        token text,
        brand text,
        last4 text check (last4 ~ '^[0-9]{4}$'),
        expiry_month int check (expiry_month between 1 and 12),
        expiry_year int check (expiry_year between 2000 and 2199),
        code text,
        is_default boolean not null default false,
        version int not null default 1,
        checks int not null default 0,
        next_check_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pays_only_while_kept check ((num_nonnulls(token, brand, last4, expiry_month, expiry_year) = 5) = (state in ('active', 'detaching'))
          and num_nonnulls(token, brand, last4, expiry_month, expiry_year) in (0, 5)),
        constraint forgets_once_decided check (state in ${UNDECIDED} or num_nonnulls(method, return_url, next_action) = 0),
        constraint default_is_active check (not is_default or state = 'active'),
        constraint wanted_while_active check (not (unwanted and state = 'active'))
      )`);
    this.addSql(`create index payment_methods_of_customer on payments.payment_methods (customer_id)`);
    this.addSql(`create unique index one_default_method on payments.payment_methods (customer_id) where is_default`);
    this.addSql(`create unique index payment_method_tokens on payments.payment_methods (gateway, token) where token is not null`);
    this.addSql(`create index payment_methods_due on payments.payment_methods (next_check_at) where state in ('created', 'sent', 'requires_action', 'unknown', 'detaching')`);
    this.addSql(`select platform.audit('payments.payment_methods', 'pm')`);
  }

  private transitions(): void {
    this.addSql(`
      create function payments.check_payment_method_transition() returns trigger language plpgsql as $$
      begin
        if old.state || '>' || new.state not in (
          'created>failed', 'created>sent',
          'sent>active', 'sent>detaching', 'sent>failed', 'sent>requires_action', 'sent>unknown',
          'requires_action>active', 'requires_action>detaching', 'requires_action>failed',
          'unknown>active', 'unknown>detaching', 'unknown>failed', 'unknown>requires_action',
          'active>detached', 'active>detaching', 'detaching>detached') then
          raise exception 'payment method: % to % is not legal', old.state, new.state using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of state on payments.payment_methods
        for each row when (old.state is distinct from new.state) execute function payments.check_payment_method_transition()`);
  }

  private payers(): void {
    this.addSql(`
      create table payments.payers (
        customer_id uuid not null,
        gateway text not null,
        reference text not null,
        created_at timestamptz not null default now(),
        primary key (customer_id, gateway)
      )`);
    this.addSql(`comment on table payments.payers is 'Not audited: written once, by the shop itself'`);
  }
}

import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** What gateways tell by themselves, what was refused as a forgery, and disputes. */
export class Payments0004 extends Migration {
  override name = '0004-payments';

  override up(): void {
    this.events();
    this.refusals();
    this.disputes();
    for (const statement of classified('payments', {
      gateway_events: {
        'Not personal: names of ours and of the gateway': 'gateway type',
        'Not personal: by which the gateway knows the event and the payment': 'event_id reference',
        'Not personal: ids, states and amounts at the gateway; emptied after 90 days': 'payload',
        'Not personal: why it is where it is': 'reason',
      },
      gateway_event_refusals: { 'Not personal: names of ours': 'gateway reason', 'Not personal: when it was refused': 'day' },
      disputes: {
        'Not personal: names of ours and of the gateway': 'gateway currency reason',
        'Not personal: by which the gateway knows the dispute': 'reference',
      },
    })) {
      this.addSql(statement);
    }
  }

  private events(): void {
    this.addSql(`
      create table payments.gateway_events (
        id uuid primary key,
        gateway text not null,
        event_id text not null,
        type text not null,
        reference text,
        payment_id uuid,
        payload jsonb,
        state text not null default 'received' check (state in ('received', 'applied', 'ignored', 'parked', 'failed')),
        tries int not null default 0,
        reason text,
        next_try_at timestamptz default now(),
        occurred_at timestamptz not null,
        received_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint gateway_event_once unique (gateway, event_id),
        check ((next_try_at is not null) = (state in ('received', 'parked')))
      ) with (fillfactor = 80)`);
    this.addSql(`select platform.audit('payments.gateway_events', 'gev')`);
    this.addSql(`create index gateway_events_due on payments.gateway_events (next_try_at) where state in ('received', 'parked')`);
    this.addSql(`create index gateway_events_newest on payments.gateway_events (received_at desc, id desc)`);
    this.addSql(`create index gateway_events_by_reference on payments.gateway_events (reference) where reference is not null`);
    this.addSql(`create index gateway_events_failed on payments.gateway_events (received_at) where state = 'failed'`);
    this.addSql(`
      create function payments.check_gateway_event_transition() returns trigger language plpgsql as $$
      begin
        if old.state || '>' || new.state not in (
          'received>applied', 'received>failed', 'received>ignored', 'received>parked',
          'parked>applied', 'parked>failed', 'parked>ignored', 'parked>received',
          'applied>received', 'ignored>received', 'failed>received') then
          raise exception 'gateway event: % to % is not legal', old.state, new.state using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of state on payments.gateway_events
        for each row when (old.state is distinct from new.state) execute function payments.check_gateway_event_transition()`);
  }

  private refusals(): void {
    this.addSql(`
      create table payments.gateway_event_refusals (
        day date not null,
        gateway text not null,
        reason text not null,
        count bigint not null default 1,
        last_at timestamptz not null default now(),
        primary key (day, gateway, reason)
      )`);
    this.addSql(`comment on table payments.gateway_event_refusals is 'Not audited: counters that every stranger can raise'`);
  }

  private disputes(): void {
    this.addSql(`
      create table payments.disputes (
        id uuid primary key,
        payment_id uuid not null references payments.payments,
        gateway text not null,
        reference text not null,
        status text not null default 'open' check (status in ('open', 'won', 'lost')),
        reason text not null,
        amount bigint not null check (amount > 0),
        currency text not null,
        evidence_due_at timestamptz,
        opened_at timestamptz not null,
        closed_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        constraint dispute_once unique (gateway, reference),
        check ((closed_at is null) = (status = 'open'))
      )`);
    this.addSql(`select platform.audit('payments.disputes', 'dsp')`);
    this.addSql(`create index disputes_of_payment on payments.disputes (payment_id)`);
    this.addSql(`
      create function payments.check_dispute_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in ('open>lost', 'open>won') then
          raise exception 'dispute: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of status on payments.disputes
        for each row when (old.status is distinct from new.status) execute function payments.check_dispute_transition()`);
  }
}

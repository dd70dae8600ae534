import { Migration } from '@mikro-orm/migrations';

/** Captures, voids and refunds by hand: who asked for what and why, money set aside while they are under way, what people decided. */
export class Payments0003 extends Migration {
  override name = '0003-payments';

  override up(): void {
    this.addSql(`
      alter table payments.payments
        add column capturing bigint not null default 0,
        add column voiding bigint not null default 0,
        add column refunding bigint not null default 0`);
    this.addSql(`
      update payments.payments p set capturing = o.capturing, voiding = o.voiding, refunding = o.refunding
        from (select payment_id, coalesce(sum(amount) filter (where kind = 'capture'), 0) as capturing,
                     coalesce(sum(amount) filter (where kind = 'void'), 0) as voiding, coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunding
                from payments.operations where kind <> 'authorize' and state in ('created', 'sent', 'requires_action', 'unknown') group by 1) o
       where o.payment_id = p.id`);
    this.addSql(`
      alter table payments.payments drop constraint never_beyond_authorized, drop constraint never_refund_beyond_captured,
        add constraint never_beyond_authorized check (
          authorized between 0 and amount and captured >= 0 and capturing >= 0 and voided >= 0 and voiding >= 0
          and captured + capturing + voided + voiding <= authorized),
        add constraint never_refund_beyond_captured check (refunded >= 0 and refunding >= 0 and refunded + refunding <= captured)`);
    this.addSql(`create index payments_newest on payments.payments (created_at desc, id desc)`);
    this.addSql(`
      alter table payments.operations
        add column reference text,
        add column reason text check (reason in ('requested_by_customer', 'duplicate', 'fraudulent', 'goods_returned', 'other')),
        add column actor text,
        add column abandoned_at timestamptz`);
    this.addSql(`comment on column payments.operations.reference is 'Not personal: by which the gateway knows the operation'`);
    this.addSql(`comment on column payments.operations.actor is 'Not personal: id of the key or member of staff who asked for it'`);
    this.addSql(`create index operations_for_people on payments.operations (payment_id) where needs_human`);
    this.addSql(`
      create table payments.resolutions (
        id uuid primary key,
        operation_id uuid not null references payments.operations,
        outcome text not null check (outcome in ('succeeded', 'failed')),
        reference text,
        note text not null,
        actor text not null,
        decided_at timestamptz not null default now(),
        constraint decided_once unique (operation_id)
      )`);
    this.addSql(`comment on column payments.resolutions.reference is 'Not personal: by which the gateway knows what was found'`);
    this.addSql(`comment on column payments.resolutions.note is 'Not personal: what was seen at the gateway about the operation'`);
    this.addSql(`comment on column payments.resolutions.actor is 'Not personal: id of who looked at the gateway and decided'`);
    this.addSql(`select platform.audit('payments.resolutions', 'res')`);
  }
}

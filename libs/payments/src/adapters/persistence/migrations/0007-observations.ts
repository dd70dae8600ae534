import { Migration } from '@mikro-orm/migrations';

/** When gateways are asked what became of payments without a word of ours, refunds that come back, and the capture that a refund is of. */
export class Payments0007 extends Migration {
  override name = '0007-payments';

  override up(): void {
    this.observations();
    this.returnedRefunds();
    this.addSql(`alter table payments.operations add column capture_id uuid references payments.operations, add column asked_with_id uuid`);
    this.addSql(`
      alter table payments.operations
        drop constraint operations_reason_check,
        add constraint operations_reason_check check (reason in
          ('requested_by_customer', 'duplicate', 'fraudulent', 'goods_returned', 'other', 'authorization_expired', 'canceled_at_gateway'))`);
  }

  /** Of what is there already, all that is unsettled is due within the hour, spread over it. */
  private observations(): void {
    this.addSql(`alter table payments.payments add column observed_at timestamptz, add column next_observation_at timestamptz`);
    this.addSql(`
      update payments.payments p set next_observation_at = now() + random() * interval '1 hour'
       where authorized > captured + voided or refunded + refunding > 0
          or exists (select from payments.disputes d where d.payment_id = p.id and d.status = 'open')`);
    this.addSql(`create index payments_to_observe on payments.payments (gateway, next_observation_at) where next_observation_at is not null`);
  }

  private returnedRefunds(): void {
    this.addSql(`
      alter table payments.operations
        drop constraint operations_state_check,
        add constraint operations_state_check check (state in ('created', 'sent', 'requires_action', 'unknown', 'succeeded', 'failed', 'returned')),
        add constraint refunds_alone_return check (state <> 'returned' or kind = 'refund')`);
    this.addSql(`
      create or replace function payments.check_operation_transition() returns trigger language plpgsql as $$
      begin
        if old.state || '>' || new.state not in (
          'created>failed', 'created>requires_action', 'created>sent', 'created>succeeded', 'created>unknown',
          'requires_action>failed', 'requires_action>sent', 'requires_action>succeeded', 'requires_action>unknown',
          'sent>failed', 'sent>requires_action', 'sent>succeeded', 'sent>unknown', 'succeeded>returned',
          'unknown>failed', 'unknown>requires_action', 'unknown>succeeded') then
          raise exception 'operation: % to % is not legal', old.state, new.state using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
  }
}

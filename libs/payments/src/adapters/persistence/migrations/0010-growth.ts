import { Migration } from '@mikro-orm/migrations';

/** What staff looks for among all payments, events and books. */
export class Payments0010 extends Migration {
  override name = '0010-payments';

  override up(): void {
    // Nearly all are captured, and pass through `pending` only: neither is written here on its way.
    this.addSql(`
      create index payments_by_status on payments.payments (status, created_at desc, id desc) where status in
        ('requires_action', 'authorized', 'partially_captured', 'partially_refunded', 'refunded', 'voided', 'failed')`);
    this.addSql(`create index operations_asked_together on payments.operations (asked_with_id) where asked_with_id is not null`);
    this.addSql(`create index disputes_open on payments.disputes (payment_id) where status = 'open'`);
    this.addSql(`create index gateway_events_by_type on payments.gateway_events (type, received_at desc, id desc)`);
    this.addSql(`create index ledger_journals_by_kind on payments.ledger_journals (kind, booked_at desc, id desc) where kind <> 'capture'`);
    // Every order has an account: these are the few others.
    this.addSql(`create index ledger_accounts_shared on payments.ledger_accounts (code) where code !~ '^order:'`);
  }
}

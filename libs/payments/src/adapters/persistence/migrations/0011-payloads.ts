import { Migration } from '@mikro-orm/migrations';

/** What gateways told and is to be emptied: of years of events, those of the last days still hold it. */
export class Payments0011 extends Migration {
  override name = '0011-payments';

  override up(): void {
    this.addSql(`create index gateway_events_with_payload on payments.gateway_events (received_at) where payload is not null`);
  }
}

import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { PaymentId } from '../../domain/operation.js';
import { type WatchedPayment, WatchedPayments } from '../../domain/watched-payments.js';

/** Whoever dies meanwhile, or gets no answer, leaves them to the next turn after ten minutes. By the index `payments_to_observe` alone. */
const TAKE_DUE = statement(
  'payments.take-due-observations',
  `with due as (
     select id from payments.payments where gateway = $1 and next_observation_at <= now() and reference is not null
      order by next_observation_at limit $2 for update skip locked
   )
   update payments.payments p set next_observation_at = now() + interval '10 minutes' from due where p.id = due.id returning p.id, p.reference`,
);
const GET = statement('payments.watched', 'select id, gateway, reference from payments.payments where id = $1 and reference is not null');
/** Hourly while money can be taken or is under way, daily while a refund may come back (30 days, docs.stripe.com/refunds), then never. */
const OBSERVED = statement(
  'payments.observed',
  `update payments.payments p
      set observed_at = now(),
          next_observation_at = case
            when $2 or p.authorized > p.captured + p.voided or p.refunding > 0
              or exists (select from payments.disputes d where d.payment_id = p.id and d.status = 'open') then now() + interval '1 hour'
            when exists (select from payments.operations o where o.payment_id = p.id and o.kind = 'refund' and o.state = 'succeeded'
                            and o.updated_at > now() - interval '30 days') then now() + interval '1 day' end
    where p.id = $1`,
);

interface Row {
  readonly id: string;
  readonly gateway: string;
  readonly reference: string;
}

@Injectable()
export class PostgresWatchedPayments extends WatchedPayments {
  constructor(private readonly database: Database) {
    super();
  }

  async takeDue(gateway: string, limit: number): Promise<WatchedPayment[]> {
    return (await this.database.query<Row>(TAKE_DUE, [gateway, limit])).map((row) => ({ id: toId('pay', row.id), reference: row.reference }));
  }

  async get(id: PaymentId): Promise<(WatchedPayment & { gateway: string }) | undefined> {
    const row = await this.database.first<Row>(GET, [toUuid(id)]);
    return row && { id, reference: row.reference, gateway: row.gateway };
  }

  async observed(id: PaymentId, isUnderWay: boolean): Promise<void> {
    await this.database.query(OBSERVED, [toUuid(id), isUnderWay]);
  }
}

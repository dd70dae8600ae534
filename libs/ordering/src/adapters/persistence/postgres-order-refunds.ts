import { Injectable } from '@nestjs/common';
import { NotFound, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { OrderId } from '../../domain/order.js';
import { OrderRefunds } from '../../domain/order-refunds.js';
import type { OrderRefund } from '../../domain/refund.js';

const LINES = statement(
  'ordering.lock-order-lines',
  `select l.id, l.quantity, l.total, l.refunded_quantity, l.refunded, o.checkout_id, o.currency
     from ordering.orders o join ordering.order_lines l on l.order_id = o.id where o.id = $1 order by l.id for update of l`,
);
const CHECKOUT = statement('ordering.checkout-of-order', 'select checkout_id from ordering.orders where id = $1');
const INSERT = statement(
  'ordering.insert-refund',
  `with refund as (
     insert into ordering.refunds (id, order_id, reason, actor) values ($1, $2, $3, $4)
   ), lines as (
     insert into ordering.refund_lines (refund_id, line_id, quantity, amount)
     select $1, d.* from unnest($5::uuid[], $6::int[], $7::bigint[]) as d(line_id, quantity, amount)
   ), operations as (
     insert into ordering.refund_operations (refund_id, operation_id, payment_id, amount)
     select $1, d.* from unnest($8::uuid[], $9::uuid[], $10::bigint[]) as d(operation_id, payment_id, amount)
   )
   update ordering.order_lines l set refunded_quantity = l.refunded_quantity + d.quantity, refunded = l.refunded + d.amount
     from unnest($5::uuid[], $6::int[], $7::bigint[]) as d(line_id, quantity, amount) where l.id = d.line_id`,
);
/** Operations of one refund may end at the same time: whoever decides last has to see what the others ended as. */
const LOCK = statement(
  'ordering.lock-refunds',
  `select id from ordering.refunds where id in (select refund_id from ordering.refund_operations where operation_id = any($1::uuid[])) order by id for update`,
);
/** What had succeeded may come back later. */
const SETTLE = statement(
  'ordering.settle-refund-operations',
  `update ordering.refund_operations o set state = d.state from unnest($1::uuid[], $2::text[]) as d(operation_id, state)
    where o.operation_id = d.operation_id and (o.state = 'pending' or (o.state = 'succeeded' and d.state = 'failed'))`,
);
/** Refunds that have no operation under way any more are decided; one that failed as a whole was none. */
const DECIDE = statement(
  'ordering.decide-refunds',
  `with decided as (
     update ordering.refunds r set status = case when o.lost = o.all_of_them then 'failed' when o.lost > 0 then 'partially_failed' else 'succeeded' end
       from (select refund_id, count(*) as all_of_them, count(*) filter (where state = 'failed') as lost, count(*) filter (where state = 'pending') as waiting
               from ordering.refund_operations
              where refund_id in (select refund_id from ordering.refund_operations where operation_id = any($1::uuid[])) group by 1) o
      where r.id = o.refund_id and o.waiting = 0 and r.status <> 'failed' returning r.id, r.status
   )
   update ordering.order_lines l set refunded_quantity = l.refunded_quantity - t.quantity, refunded = l.refunded - t.amount
     from decided d join ordering.refund_lines t on t.refund_id = d.id where d.status = 'failed' and l.id = t.line_id`,
);

interface LineRow {
  readonly id: string;
  readonly quantity: number;
  readonly total: number;
  readonly refunded_quantity: number;
  readonly refunded: number;
  readonly checkout_id: string;
  readonly currency: string;
}

@Injectable()
export class PostgresOrderRefunds extends OrderRefunds {
  constructor(private readonly database: Database) {
    super();
  }

  async checkoutOf(id: OrderId): ReturnType<OrderRefunds['checkoutOf']> {
    const row = await this.database.first<{ checkout_id: string }>(CHECKOUT, [toUuid(id)]);
    if (!row) throw new NotFound();
    return toId('chk', row.checkout_id);
  }

  async lockLines(id: OrderId): ReturnType<OrderRefunds['lockLines']> {
    const rows = await this.database.query<LineRow>(LINES, [toUuid(id)]);
    const [first] = rows;
    if (!first) throw new NotFound();
    return {
      checkoutId: toId('chk', first.checkout_id),
      currency: first.currency,
      lines: rows.map((row) => ({ id: toId('line', row.id), quantity: row.quantity, total: row.total, refundedQuantity: row.refunded_quantity, refunded: row.refunded })),
    };
  }

  async insert({ id, orderId, reason, actor, lines, operations }: OrderRefund): Promise<void> {
    await this.database.send(INSERT, [
      toUuid(id), toUuid(orderId), reason, actor,
      lines.map(({ lineId }) => toUuid(lineId)), lines.map(({ quantity }) => quantity), lines.map(({ amount }) => amount),
      operations.map((operation) => toUuid(operation.id)), operations.map(({ paymentId }) => toUuid(paymentId)), operations.map(({ amount }) => amount),
    ]);
  }

  async settle(outcomes: Parameters<OrderRefunds['settle']>[0]): Promise<void> {
    const ids = outcomes.map(({ operationId }) => toUuid(operationId));
    await this.database.query(LOCK, [ids]);
    await this.database.send(SETTLE, [ids, outcomes.map(({ state }) => state)]);
    await this.database.send(DECIDE, [ids]);
  }
}

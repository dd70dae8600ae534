import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { GetOrderRefund, ListOrderRefunds, type OrderRefundView } from '../../application/refund-queries.js';

interface Row {
  readonly id: string;
  readonly order_id: string;
  readonly currency: string;
  readonly status: OrderRefundView['status'];
  readonly reason: string | null;
  readonly actor: string;
  readonly created_at: string;
  readonly lines: { line_id: string; quantity: number; amount: number }[];
  readonly operations: { operation_id: string; payment_id: string; state: 'pending' | 'succeeded' | 'failed'; amount: number }[];
}

const REFUNDS = statement(
  'ordering.refunds',
  `select r.*, o.currency,
          (select jsonb_agg(to_jsonb(l) order by l.line_id) from ordering.refund_lines l where l.refund_id = r.id) as lines,
          (select jsonb_agg(to_jsonb(p) order by p.operation_id) from ordering.refund_operations p where p.refund_id = r.id) as operations
     from ordering.refunds r join ordering.orders o on o.id = r.order_id where r.id = $1 or r.order_id = $2 order by r.created_at, r.id`,
);
const ORDER = statement('ordering.order-is-there', `select id from ordering.orders where id = $1`);

@QueryHandler(GetOrderRefund)
export class GetOrderRefundHandler implements IQueryHandler<GetOrderRefund> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetOrderRefund): Promise<OrderRefundView> {
    const row = await this.database.first<Row>(REFUNDS, [toUuid(id), null]);
    if (!row) throw new NotFound();
    return viewOf(row);
  }
}

@QueryHandler(ListOrderRefunds)
export class ListOrderRefundsHandler implements IQueryHandler<ListOrderRefunds> {
  constructor(private readonly database: Database) {}

  async execute({ orderId }: ListOrderRefunds): Promise<Page<OrderRefundView>> {
    if (!(await this.database.first(ORDER, [toUuid(orderId)]))) throw new NotFound();
    const rows = await this.database.query<Row>(REFUNDS, [null, toUuid(orderId)]);
    return { data: rows.map(viewOf), page: { next_cursor: null, has_more: false } };
  }
}

function viewOf({ id, order_id, currency, status, reason, actor, created_at, lines, operations }: Row): OrderRefundView {
  const money = (amount: number) => ({ amount, currency });
  return {
    id: toId('ref', id),
    order_id: toId('ord', order_id),
    status,
    amount: money(lines.reduce((sum, { amount }) => sum + amount, 0)),
    reason,
    actor,
    lines: lines.map(({ line_id, quantity, amount }) => ({ line_id: toId('line', line_id), quantity, amount: money(amount) })),
    operations: operations.map(({ operation_id, payment_id, state, amount }) => ({ id: toId('op', operation_id), payment_id: toId('pay', payment_id), status: state, amount: money(amount) })),
    created_at: new Date(created_at).toISOString(),
  };
}

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, toId, toUuid } from '@holdfast/kernel';
import { Disputes, Payments, shownDispute } from '@holdfast/payments';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, statement } from '@holdfast/platform';
import { CheckoutAnswers } from '../../application/checkout-answers.js';
import { checkoutPayment, type CheckoutView, checkoutView } from '../../application/checkout-view.js';
import { GetCheckout, GetOrder, ListOrders, ListOwnOrders, type OrderFilter, type OrderSummary, type OrderView } from '../../application/order-queries.js';
import { holderValues, uuid } from './cart-rows.js';
import { checkoutOf, type CheckoutRow } from './checkout-rows.js';
import { orderLine, type OrderLineRow, type OrderRow, orderSummary, paymentStatus } from './order-rows.js';

const COLUMNS = 'id, number::text as number, checkout_id, status, customer_id, email, shipping_address, billing_address, currency, subtotal, total, version, placed_at';
const ORDER = statement('ordering.order', `select ${COLUMNS} from ordering.orders where id = $1 and ($4 or token_hash = $2 or customer_id = $3)`);
const LINES = statement('ordering.order-lines', `select * from ordering.order_lines where order_id = $1 order by position`);
/** Parameters 1 to 6, see partOf. */
const PART = `($1::text is null or status = $1) and ($2::timestamptz is null or placed_at >= $2) and ($3::timestamptz is null or placed_at <= $3)
      and ($4::timestamptz is null or (placed_at, id) < ($4, $5))
    order by placed_at desc, id desc limit $6`;
const LIST = plannedByValues(
  'ordering.orders',
  `select ${COLUMNS} from ordering.orders
    where ($7::text is null or lower(email) = lower($7)) and ($8::bigint is null or number = $8) and ($9::uuid is null or customer_id = $9) and ${PART}`,
);
const OWN = plannedByValues('ordering.own-orders', `select ${COLUMNS} from ordering.orders where customer_id = $7 and ${PART}`);
const CHECKOUT = statement(
  'ordering.checkout',
  `select k.*, o.id as order_id, o.number::text as number, o.status as order_status, o.placed_at
     from ordering.checkouts k join ordering.carts c on c.id = k.cart_id left join ordering.orders o on o.checkout_id = k.id
    where k.id = $1 and (c.token_hash = $2 or c.customer_id = $3)`,
);

type CheckoutAndOrder = CheckoutRow & { order_id: string | null; number: string; order_status: OrderRow['status']; placed_at: string };

@QueryHandler(GetOrder)
export class GetOrderHandler implements IQueryHandler<GetOrder> {
  constructor(
    private readonly database: Database,
    private readonly payments: Payments,
    private readonly disputes: Disputes,
  ) {}

  async execute({ id, reader }: GetOrder): Promise<OrderView> {
    const asked = reader === 'staff' ? [null, null, true] : [...holderValues(reader), false];
    const row = await this.database.first<OrderRow>(ORDER, [toUuid(id), ...asked]);
    if (!row) throw new NotFound();
    const lines = await this.database.query<OrderLineRow>(LINES, [row.id]);
    const payments = await this.payments.of([toId('chk', row.checkout_id)]);
    return {
      ...orderSummary(row),
      payment_status: paymentStatus(payments),
      lines: lines.map((line) => orderLine(line, row.currency)),
      payments: payments.map((payment) => ({ ...checkoutPayment(payment), ...(reader === 'staff' ? { allowed_actions: payment.allowedActions } : {}) })),
      disputes: (await this.disputes.of([toId('chk', row.checkout_id)])).map(shownDispute),
      allowed_actions: [],
    };
  }
}

@QueryHandler(ListOrders)
export class ListOrdersHandler implements IQueryHandler<ListOrders> {
  constructor(private readonly database: Database) {}

  async execute({ filter }: ListOrders): Promise<Page<OrderSummary>> {
    const { email, number, customerId, limit } = filter;
    return pageOfOrders(await this.database.query(LIST, [...partOf(filter), email ?? null, number ?? null, uuid(customerId ?? null)]), limit);
  }
}

@QueryHandler(ListOwnOrders)
export class ListOwnOrdersHandler implements IQueryHandler<ListOwnOrders> {
  constructor(private readonly database: Database) {}

  async execute({ customerId, filter }: ListOwnOrders): Promise<Page<OrderSummary>> {
    return pageOfOrders(await this.database.query(OWN, [...partOf(filter), toUuid(customerId)]), filter.limit);
  }
}

function partOf({ status, createdFrom, createdUntil, limit, cursor }: OrderFilter): unknown[] {
  const [before, beforeId] = cursor ? decodeCursor(cursor, 'orders', ['timestamp', 'uuid']) : [null, null];
  return [status ?? null, createdFrom ?? null, createdUntil ?? null, before, beforeId, limit + 1];
}

const pageOfOrders = (rows: readonly OrderRow[], limit: number): Page<OrderSummary> =>
  pageOf(rows, limit, orderSummary, (last) => encodeCursor('orders', [last.placed_at, last.id]));

@QueryHandler(GetCheckout)
export class GetCheckoutHandler implements IQueryHandler<GetCheckout> {
  constructor(
    private readonly database: Database,
    private readonly payments: Payments,
    private readonly answers: CheckoutAnswers,
  ) {}

  async execute({ id, holder }: GetCheckout): Promise<CheckoutView> {
    const row = await this.database.first<CheckoutAndOrder>(CHECKOUT, [toUuid(id), ...holderValues(holder)]);
    if (!row) throw new NotFound();
    const payments = await this.payments.of([id]);
    const orderId = row.order_id ? toId('ord', row.order_id) : undefined;
    return checkoutView(checkoutOf(row), {
      payments: payments.map(checkoutPayment),
      nextAction: payments.at(-1)?.nextAction ?? null,
      order: orderId
        ? { id: orderId, number: row.number, status: row.order_status, token: this.answers.orderToken(orderId), placed_at: new Date(row.placed_at).toISOString() }
        : null,
    });
  }
}

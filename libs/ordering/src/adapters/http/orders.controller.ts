import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CustomersAlone, CustomersOnly, etag, Forbidden, IdParam, NotFound, PageOf, Public, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { GetOrder, GetOrderTimeline, GetPendingWork, ListOrders, ListOwnOrders, type OrderFilter, type OrderView } from '../../application/order-queries.js';
import type { CartHolder, CustomerId } from '../../domain/cart-holder.js';
import type { CheckoutId } from '../../domain/checkout.js';
import type { OrderId } from '../../domain/order.js';
import { ListOrdersDto, ListOwnOrdersDto, OrderBody, OrderSummaryBody, PendingStepBody, TimelineEntryBody } from './order.dto.js';
import { CustomerAsking, OrderTokenHeader, Reader } from './tokens.js';

const ETAG = { etag: 'Version of the order.' };
const filterOf = ({ status, limit, cursor, 'created_at[gte]': createdFrom, 'created_at[lte]': createdUntil }: ListOwnOrdersDto): OrderFilter => ({
  status, limit, cursor, createdFrom, createdUntil,
});
const ADMIN = [Unauthenticated, Forbidden];
const PENDING = 'Payments that are not certain or wait for somebody, disputes, events and mails that did not arrive. Empty when all is over; the oldest first, all on one page.';

@ApiTags('Orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly queries: QueryBus) {}

  @CustomersOnly()
  @Get()
  @Route({
    summary: 'List your orders, newest first',
    about: 'Those that you placed while you were logged in. What you ordered as a guest, under the same address too, is opened by its own token.',
    answers: [{ status: 200, type: PageOf(OrderSummaryBody) }],
    problems: [Unauthenticated, CustomersAlone],
  })
  list(@CustomerAsking() customerId: CustomerId, @Query() query: ListOwnOrdersDto) {
    return this.queries.execute(new ListOwnOrders(customerId, filterOf(query)));
  }

  @Public({ customers: true })
  @Get(':id')
  @OrderTokenHeader()
  @Route({ summary: 'Read an order, by its token or as its customer', answers: [{ status: 200, type: OrderBody, headers: ETAG }], problems: [Unauthenticated, NotFound] })
  async get(@IdParam('ord') id: OrderId, @Reader() reader: CartHolder, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    const order = await this.queries.execute(new GetOrder(id, reader));
    void reply.header('etag', etag(order.version));
    return order;
  }
}

@ApiTags('Admin: orders')
@Controller('v1/admin/orders')
export class AdminOrdersController {
  constructor(private readonly queries: QueryBus) {}

  @RequiresScope('orders:read')
  @Get()
  @Route({ summary: 'List orders, newest first', answers: [{ status: 200, type: PageOf(OrderSummaryBody) }], problems: ADMIN })
  list(@Query() query: ListOrdersDto) {
    const { email, number, customer } = query;
    return this.queries.execute(new ListOrders({ ...filterOf(query), email, number, customerId: customer }));
  }

  @RequiresScope('orders:read')
  @Get(':id')
  @Route({ summary: 'Read an order', answers: [{ status: 200, type: OrderBody, headers: ETAG }], problems: [...ADMIN, NotFound] })
  async get(@IdParam('ord') id: OrderId, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    const order = await this.queries.execute(new GetOrder(id, 'staff'));
    void reply.header('etag', etag(order.version));
    return order;
  }

  @RequiresScope('orders:read')
  @Get(':id/timeline')
  @Route({ summary: 'Everything that happened to an order, with actor and request', answers: [{ status: 200, type: PageOf(TimelineEntryBody) }], problems: [...ADMIN, NotFound] })
  timeline(@IdParam('ord') id: OrderId) {
    return this.queries.execute(new GetOrderTimeline(id));
  }

  @RequiresScope('orders:read')
  @Get(':id/pending-work')
  @Route({ summary: 'What is pending about an order, since when, and who acts next', about: PENDING, answers: [{ status: 200, type: PageOf(PendingStepBody) }], problems: [...ADMIN, NotFound] })
  pending(@IdParam('ord') id: OrderId) {
    return this.queries.execute(new GetPendingWork(id));
  }
}

/** Checkouts as staff look after them. */
@ApiTags('Admin: orders')
@Controller('v1/admin/checkouts')
export class AdminCheckoutsController {
  constructor(private readonly queries: QueryBus) {}

  @RequiresScope('orders:read')
  @Get(':id/pending-work')
  @Route({ summary: 'What is pending about a checkout, since when, and who acts next', about: PENDING, answers: [{ status: 200, type: PageOf(PendingStepBody) }], problems: [...ADMIN, NotFound] })
  pending(@IdParam('chk') id: CheckoutId) {
    return this.queries.execute(new GetPendingWork(id));
  }
}

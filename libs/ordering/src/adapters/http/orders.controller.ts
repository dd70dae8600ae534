import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { etag, Forbidden, IdParam, NotFound, PageOf, Public, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { GetOrder, GetOrderTimeline, ListOrders, type OrderView } from '../../application/order-queries.js';
import type { OrderId } from '../../domain/order.js';
import { ListOrdersDto, OrderBody, OrderSummaryBody, TimelineEntryBody } from './order.dto.js';
import { OrderToken, OrderTokenHeader } from './tokens.js';

const ETAG = { etag: 'Version of the order.' };
const ADMIN = [Unauthenticated, Forbidden];

@ApiTags('Orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly queries: QueryBus) {}

  @Public()
  @Get(':id')
  @OrderTokenHeader()
  @Route({ summary: 'Read an order as a guest', answers: [{ status: 200, type: OrderBody, headers: ETAG }], problems: [NotFound] })
  async get(@IdParam('ord') id: OrderId, @OrderToken() token: Buffer, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    const order = await this.queries.execute(new GetOrder(id, token));
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
  list(@Query() { status, email, number, limit, cursor }: ListOrdersDto) {
    return this.queries.execute(new ListOrders({ status, email, number, limit, cursor }));
  }

  @RequiresScope('orders:read')
  @Get(':id')
  @Route({ summary: 'Read an order', answers: [{ status: 200, type: OrderBody, headers: ETAG }], problems: [...ADMIN, NotFound] })
  async get(@IdParam('ord') id: OrderId, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    const order = await this.queries.execute(new GetOrder(id));
    void reply.header('etag', etag(order.version));
    return order;
  }

  @RequiresScope('orders:read')
  @Get(':id/timeline')
  @Route({ summary: 'Everything that happened to an order, with actor and request', answers: [{ status: 200, type: PageOf(TimelineEntryBody) }], problems: [...ADMIN, NotFound] })
  timeline(@IdParam('ord') id: OrderId) {
    return this.queries.execute(new GetOrderTimeline(id));
  }
}

import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PartNotPossible, PaymentActionNotAllowed, PaymentAmountBeyondBounds } from '@holdfast/payments';
import {
  Forbidden, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, keyedRequest, NotFound, PageOf, replay,
  RequestInProgress, RequiresScope, Route, type StoredAnswer, Unauthenticated,
} from '@holdfast/platform';
import { RefundCounter } from '../../application/refund-counter.js';
import { ListOrderRefunds, type OrderRefundView } from '../../application/refund-queries.js';
import type { OrderId } from '../../domain/order.js';
import { LineNotRefundable, NothingToRefund, RefundBeyondPayments } from '../../domain/refund-errors.js';
import { OrderRefundBody, RefundOrderDto } from './refund.dto.js';

const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];

@ApiTags('Admin: orders')
@Controller('v1/admin/orders')
export class OrderRefundsController {
  constructor(
    private readonly counter: RefundCounter,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('payments:read')
  @Get(':id/refunds')
  @Route({ summary: 'List the refunds of an order by its lines', answers: [{ status: 200, type: PageOf(OrderRefundBody) }], problems: [Unauthenticated, Forbidden, NotFound] })
  list(@IdParam('ord') id: OrderId) {
    return this.queries.execute(new ListOrderRefunds(id));
  }

  @RequiresScope('payments:write')
  @Post(':id/refunds')
  @IdempotencyHeader(true)
  @Route({
    summary: 'Refund pieces of an order',
    about: 'The amounts follow from the lines: pieces of a line sum to what the line cost, however they are split. They come from the payments of the order, the oldest first.',
    answers: [
      { status: 201, type: OrderRefundBody, about: 'The refund, decided.' },
      { status: 202, type: OrderRefundBody, about: '`pending`: a gateway has not told the outcome yet. Repeat the request with the same key.' },
    ],
    problems: [Unauthenticated, Forbidden, ...KEYED, NotFound, LineNotRefundable, RefundBeyondPayments, NothingToRefund, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PartNotPossible],
  })
  async refund(@IdParam('ord') id: OrderId, @Body() { lines, reason }: RefundOrderDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const key = idempotencyKey(request);
    if (!key) throw new IdempotencyKeyRequired();
    const pieces = lines.map(({ line_id, quantity }) => ({ lineId: line_id, quantity }));
    const wanted = { orderId: id, pieces, reason: reason ?? null, actor: request.principal!.id };
    const { answer, replayed } = await this.counter.perform(keyedRequest(request, key), wanted, refundAnswer);
    return replay(reply, answer, replayed);
  }
}

const refundAnswer = (refund: OrderRefundView): StoredAnswer => ({
  status: refund.status === 'pending' ? 202 : 201,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(refund),
});

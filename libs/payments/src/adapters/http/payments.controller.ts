import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  etag, Forbidden, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, keyedRequest, NotFound, PageOf, replay,
  RequestInProgress, RequiresScope, Route, type StoredAnswer, Unauthenticated,
} from '@holdfast/platform';
import { OperationResolver } from '../../application/operation-resolver.js';
import { PaymentObserver } from '../../application/payment-observer.js';
import { isDecided, PaymentCounter } from '../../application/payment-counter.js';
import { GetPayment, ListPayments, type OperationView, type PaymentDetailsView } from '../../application/payment-queries.js';
import type { PaymentAction, PaymentId } from '../../domain/operation.js';
import { PartNotPossible, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PaymentCurrencyMismatch } from '../../domain/operation-errors.js';
import { ActionDto, ListPaymentsDto, OperationBody, PaymentDetailsBody, PaymentSummaryBody } from './payments.dto.js';

const ADMIN = [Unauthenticated, Forbidden];
const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
const REFUSALS = [...ADMIN, ...KEYED, NotFound, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PartNotPossible, PaymentCurrencyMismatch];
const ABOUT =
  'The operation is written down and its money set aside before the gateway is asked, so that requests at the same time never exceed what there is. A repeat with the same key never sends another.';
const OUTCOMES = [
  { status: 201, type: OperationBody, about: 'The operation, `succeeded` or `failed` with a `code`.', headers: { location: 'The payment.' } },
  { status: 202, type: OperationBody, about: 'The gateway has not told the outcome yet. Read the payment again, or repeat the request with the same key.', headers: { location: 'The payment.' } },
];

@ApiTags('Admin: payments')
@Controller('v1/admin/payments')
export class PaymentsController {
  constructor(
    private readonly counter: PaymentCounter,
    private readonly resolver: OperationResolver,
    private readonly observer: PaymentObserver,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('payments:read')
  @Get()
  @Route({ summary: 'List payments, newest first', answers: [{ status: 200, type: PageOf(PaymentSummaryBody) }], problems: ADMIN })
  list(@Query() { gateway, status, checkout, order, needs_human, giving_back, limit, cursor }: ListPaymentsDto) {
    return this.queries.execute(new ListPayments({ gateway, status, checkoutId: checkout, orderId: order, needsHuman: needs_human, givingBack: giving_back, limit, cursor }));
  }

  @RequiresScope('payments:read')
  @Get(':id')
  @Route({ summary: 'Read a payment with its operations', answers: [{ status: 200, type: PaymentDetailsBody, headers: { etag: 'Version of the payment.' } }], problems: [...ADMIN, NotFound] })
  async get(@IdParam('pay') id: PaymentId, @Res({ passthrough: true }) reply: FastifyReply): Promise<PaymentDetailsView> {
    const payment = await this.queries.execute(new GetPayment(id));
    void reply.header('etag', etag(payment.version));
    return payment;
  }

  @RequiresScope('payments:write')
  @Post(':id/captures')
  @IdempotencyHeader(true)
  @Route({ summary: 'Capture what is authorized, or a part of it', about: `${ABOUT} With the gateway \`manual\` it says that the money arrived.`, answers: OUTCOMES, problems: REFUSALS })
  capture(@IdParam('pay') id: PaymentId, @Body() body: ActionDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#perform('capture', id, body, request, reply);
  }

  @RequiresScope('payments:write')
  @Post(':id/voids')
  @IdempotencyHeader(true)
  @Route({ summary: 'Release what is authorized and not captured', about: ABOUT, answers: OUTCOMES, problems: REFUSALS })
  void(@IdParam('pay') id: PaymentId, @Body() body: ActionDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#perform('void', id, body, request, reply);
  }

  @RequiresScope('payments:write')
  @Post(':id/refunds')
  @IdempotencyHeader(true)
  @Route({ summary: 'Give back what is captured, or a part of it', about: `${ABOUT} To refund lines of an order, ask the order. A gateway that refunds one capture at a time gets several refunds where one capture has not enough: \`parts\` tells what became of each, and some may fail while others succeed.`, answers: OUTCOMES, problems: REFUSALS })
  refund(@IdParam('pay') id: PaymentId, @Body() body: ActionDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#perform('refund', id, body, request, reply);
  }

  @RequiresScope('payments:write')
  @Post(':id/syncs')
  @HttpCode(200)
  @Route({
    summary: 'Ask the gateway now about all that is undecided, and for what was done there',
    about: 'Needs no Idempotency-Key: it moves nothing that was not asked for before, so that a repeat does no harm. When the gateway does not answer, the payment is as it was.',
    answers: [{ status: 200, type: PaymentDetailsBody, headers: { etag: 'Version of the payment.' } }],
    problems: [...ADMIN, NotFound],
  })
  async sync(@IdParam('pay') id: PaymentId, @Res({ passthrough: true }) reply: FastifyReply): Promise<PaymentDetailsView> {
    await this.resolver.resolveNow(id);
    await this.observer.observe(id).catch(() => undefined);
    return this.get(id, reply);
  }

  async #perform(action: PaymentAction, paymentId: PaymentId, { amount, reason }: ActionDto, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const key = idempotencyKey(request);
    if (!key) throw new IdempotencyKeyRequired();
    const asked = { paymentId, action, amount, reason, actor: request.principal!.id };
    const { answer, replayed } = await this.counter.perform(keyedRequest(request, key), asked, operationAnswer);
    return replay(reply, answer, replayed);
  }
}

export const operationAnswer = (operation: OperationView): StoredAnswer => ({
  status: isDecided(operation) ? 201 : 202,
  headers: { 'content-type': 'application/json; charset=utf-8', location: `/v1/admin/payments/${operation.payment_id}` },
  body: JSON.stringify(operation),
});

import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PaymentInProgress, UnknownGateway } from '@holdfast/payments';
import { cartScope, etag, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, keyedRequest, NotFound, Public, replay, RequestInProgress, Route } from '@holdfast/platform';
import { type Answered, CheckoutCommitter } from '../../application/checkout-committer.js';
import type { CheckoutView } from '../../application/checkout-view.js';
import { CancelCheckout } from '../../application/end-checkouts.js';
import type { PaymentChoice } from '../../application/open-checkouts.js';
import { GetCheckout } from '../../application/order-queries.js';
import { PayCheckout } from '../../application/pay-checkout.js';
import type { CheckoutId } from '../../domain/checkout.js';
import { CartChanged, CartIncomplete, CheckoutNotOpen, InsufficientStock, PaymentDeclined, PriceChanged } from '../../domain/errors.js';
import { ORDERING_SETTINGS, type OrderingSettings } from '../../ordering-settings.js';
import { CheckoutBody, NewCheckoutDto, PaymentDto } from './checkout.dto.js';
import { CartToken, CartTokenHeader } from './tokens.js';

const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
const OUTCOMES = [
  { status: 201, type: CheckoutBody, about: '`completed` with the order, `open`, or `requires_action` with `next_action`.', headers: { location: 'The checkout.' } },
  { status: 202, type: CheckoutBody, about: '`processing`: the gateway has not told the outcome yet. Nothing is lost; read the checkout again, or repeat the request with the same key.' },
];

@ApiTags('Carts and checkout')
@Controller('v1/checkouts')
export class CheckoutsController {
  constructor(
    private readonly committer: CheckoutCommitter,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(ORDERING_SETTINGS) private readonly settings: OrderingSettings,
  ) {}

  @Public()
  @Post()
  @IdempotencyHeader(true)
  @CartTokenHeader()
  @Route({
    summary: 'Check a cart out: freeze totals, hold the stock, pay, place the order',
    about: 'One call does it all when a payment is given and suffices. There is no call to complete a checkout: the order is placed by whoever brings the news that it is paid.',
    answers: OUTCOMES,
    problems: [...KEYED, NotFound, PaymentDeclined, InsufficientStock, CartChanged, PriceChanged, CartIncomplete, UnknownGateway],
  })
  async open(@Body() { cart_id, payment }: NewCheckoutDto, @CartToken() tokenHash: Buffer, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = keyedRequest(request, requiredKey(request), cartScope(tokenHash));
    return send(reply, await this.committer.checkOut({ asked, cartId: cart_id, tokenHash, payment: payment && choiceOf(payment) }));
  }

  @Public()
  @Get(':id')
  @CartTokenHeader()
  @Route({ summary: 'Read a checkout', answers: [{ status: 200, type: CheckoutBody, headers: { etag: 'Version of the checkout.' } }], problems: [NotFound] })
  async get(@IdParam('chk') id: CheckoutId, @CartToken() tokenHash: Buffer, @Res({ passthrough: true }) reply: FastifyReply): Promise<CheckoutView> {
    const checkout = await this.queries.execute(new GetCheckout(id, tokenHash));
    void reply.header('etag', etag(checkout.version));
    return checkout;
  }

  @Public()
  @Post(':id/payments')
  @IdempotencyHeader(true)
  @CartTokenHeader()
  @Route({
    summary: 'Try another payment',
    answers: OUTCOMES,
    problems: [...KEYED, NotFound, PaymentDeclined, CheckoutNotOpen, PaymentInProgress, UnknownGateway],
  })
  async pay(@IdParam('chk') id: CheckoutId, @CartToken() tokenHash: Buffer, @Body() payment: PaymentDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = keyedRequest(request, requiredKey(request), cartScope(tokenHash));
    const opened = await this.commands.execute(new PayCheckout(id, tokenHash, asked, choiceOf(payment), this.settings.checkoutTtlSeconds));
    return send(reply, opened.kind === 'opened' ? await this.committer.pay(asked, id, opened.begun!) : await this.committer.again(asked, opened));
  }

  @Public()
  @Delete(':id')
  @HttpCode(204)
  @CartTokenHeader()
  @Route({ summary: 'Give a checkout up: its stock is free, its cart is open again', answers: [{ status: 204 }], problems: [NotFound, CheckoutNotOpen, PaymentInProgress] })
  async cancel(@IdParam('chk') id: CheckoutId, @CartToken() tokenHash: Buffer): Promise<void> {
    await this.commands.execute(new CancelCheckout(id, tokenHash));
  }
}

function requiredKey(request: FastifyRequest): string {
  const key = idempotencyKey(request);
  if (!key) throw new IdempotencyKeyRequired();
  return key;
}

const choiceOf = ({ gateway, method, return_url, capture }: PaymentDto): PaymentChoice => ({
  gateway,
  method,
  capture: capture ?? 'automatic',
  returnUrl: return_url ?? null,
});

function send(reply: FastifyReply, { answer, replayed }: Answered): string {
  return replay(reply, answer, replayed);
}

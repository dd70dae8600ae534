import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoPaymentRoute, PaymentInProgress, PaymentMethodNotUsable, Payments, UnknownGateway } from '@holdfast/payments';
import { type Answered, etag, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, InvalidRequest, keyedRequest, NotFound, Public, replay, RequestInProgress, Route, Unauthenticated } from '@holdfast/platform';
import { CheckoutCommitter } from '../../application/checkout-committer.js';
import type { CheckoutView } from '../../application/checkout-view.js';
import { CancelCheckout } from '../../application/end-checkouts.js';
import type { PaymentChoice } from '../../application/new-payment.js';
import { GetCheckout } from '../../application/order-queries.js';
import { PayCheckout } from '../../application/pay-checkout.js';
import type { CartHolder } from '../../domain/cart-holder.js';
import type { CheckoutId } from '../../domain/checkout.js';
import { CartChanged, CartIncomplete, CheckoutNotOpen, InsufficientStock, PaymentDeclined, PriceChanged } from '../../domain/errors.js';
import { PaymentGatewayUnavailable } from '../../domain/payment-errors.js';
import { PaymentBeyondTotal, TenderCurrencyMismatch } from '../../domain/tender-errors.js';
import { ORDERING_SETTINGS, type OrderingSettings } from '../../ordering-settings.js';
import { CheckoutBody, NewCheckoutDto, PaymentDto } from './checkout.dto.js';
import { CartTokenHeader, Holder } from './tokens.js';

const OPTIONAL = [Unauthenticated];
const KEYED = [...OPTIONAL, IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
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
    private readonly payments: Payments,
    @Inject(ORDERING_SETTINGS) private readonly settings: OrderingSettings,
  ) {}

  @Public({ customers: true })
  @Post()
  @IdempotencyHeader(true)
  @CartTokenHeader()
  @Route({
    summary: 'Check a cart out: freeze totals, hold the stock, pay, place the order',
    about: 'One call does it all when a payment is given and suffices. There is no call to complete a checkout: the order is placed by whoever brings the news that it is paid.',
    answers: OUTCOMES,
    problems: [...KEYED, NotFound, PaymentDeclined, PaymentGatewayUnavailable, InsufficientStock, CartChanged, PriceChanged, CartIncomplete, UnknownGateway, NoPaymentRoute, PaymentMethodNotUsable, PaymentBeyondTotal, TenderCurrencyMismatch],
  })
  async open(@Body() { cart_id, payment }: NewCheckoutDto, @Holder() holder: CartHolder, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = keyedRequest(request, requiredKey(request));
    return send(reply, await this.committer.checkOut({ asked, cartId: cart_id, holder, payment: payment && choiceOf(payment, '/payment') }));
  }

  @Public({ customers: true })
  @Get(':id')
  @CartTokenHeader()
  @Route({ summary: 'Read a checkout', answers: [{ status: 200, type: CheckoutBody, headers: { etag: 'Version of the checkout.' } }], problems: [...OPTIONAL, NotFound] })
  async get(@IdParam('chk') id: CheckoutId, @Holder() holder: CartHolder, @Res({ passthrough: true }) reply: FastifyReply): Promise<CheckoutView> {
    const checkout = await this.queries.execute(new GetCheckout(id, holder));
    void reply.header('etag', etag(checkout.version));
    return checkout;
  }

  @Public({ customers: true })
  @Post(':id/payments')
  @IdempotencyHeader(true)
  @CartTokenHeader()
  @Route({
    summary: 'Try another payment, or pay the rest',
    about: 'Several payments may share the total, one after the other. A checkout that ends without an order gives all of them back.',
    answers: OUTCOMES,
    problems: [...KEYED, NotFound, PaymentDeclined, PaymentGatewayUnavailable, CheckoutNotOpen, PaymentInProgress, UnknownGateway, NoPaymentRoute, PaymentMethodNotUsable, PaymentBeyondTotal, TenderCurrencyMismatch],
  })
  async pay(@IdParam('chk') id: CheckoutId, @Holder() holder: CartHolder, @Body() payment: PaymentDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = keyedRequest(request, requiredKey(request));
    const opened = await this.commands.execute(new PayCheckout(id, holder, asked, choiceOf(payment), this.settings.checkoutTtlSeconds));
    return send(reply, opened.kind === 'opened' ? await this.committer.pay(asked, id, opened.begun!) : await this.committer.again(asked, opened));
  }

  @Public({ customers: true })
  @Post(':id/returns')
  @HttpCode(200)
  @CartTokenHeader()
  @Route({
    summary: 'Tell that the shopper came back from the gateway',
    about:
      'Call it from the page behind `return_url`: the gateway is asked at once, and the checkout answered as it stands then. What the address of the return says is not looked at, anybody may write it. It needs no Idempotency-Key: it only asks.',
    answers: [{ status: 200, type: CheckoutBody, headers: { etag: 'Version of the checkout.' } }],
    problems: [...OPTIONAL, NotFound],
  })
  async returned(@IdParam('chk') id: CheckoutId, @Holder() holder: CartHolder, @Res({ passthrough: true }) reply: FastifyReply): Promise<CheckoutView> {
    const { status } = await this.queries.execute(new GetCheckout(id, holder));
    if (status === 'requires_action' || status === 'processing') await this.payments.resolve(id);
    return this.get(id, holder, reply);
  }

  @Public({ customers: true })
  @Delete(':id')
  @HttpCode(204)
  @CartTokenHeader()
  @Route({ summary: 'Give a checkout up: its stock is free, its cart is open again', answers: [{ status: 204 }], problems: [...OPTIONAL, NotFound, CheckoutNotOpen, PaymentInProgress] })
  async cancel(@IdParam('chk') id: CheckoutId, @Holder() holder: CartHolder): Promise<void> {
    await this.commands.execute(new CancelCheckout(id, holder));
  }
}

function requiredKey(request: FastifyRequest): string {
  const key = idempotencyKey(request);
  if (!key) throw new IdempotencyKeyRequired();
  return key;
}

/** @throws InvalidRequest where not exactly one of `method` and `payment_method_id` is given */
function choiceOf({ gateway, method, payment_method_id: saved, return_url, capture, amount }: PaymentDto, at = ''): PaymentChoice {
  const how = method ?? (saved && { saved });
  if (how === undefined || (method && saved)) {
    throw new InvalidRequest([{ pointer: `${at}/method`, code: 'one-of', message: 'Either method or payment_method_id says how to pay.' }]);
  }
  return { gateway: gateway ?? null, method: how, capture: capture ?? 'automatic', returnUrl: return_url ?? null, amount };
}

async function send(reply: FastifyReply, { answer, replayed }: Answered): Promise<string> {
  if (FAILPOINTS) await failpoint('checkout.before-answer');
  return replay(reply, answer, replayed);
}

import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Id } from '@holdfast/kernel';
import {
  CustomersAlone, CustomersOnly, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, keyedRequest, replay,
  RequestInProgress, Route, type StoredAnswer, Unauthenticated,
} from '@holdfast/platform';
import { MethodKeeper } from '../../../application/saved-methods/method-keeper.js';
import { PreferPaymentMethod } from '../../../application/saved-methods/prefer-payment-method.js';
import { RemovePaymentMethod } from '../../../application/saved-methods/remove-payment-method.js';
import { GetSavedMethod, ListSavedMethods, type SavedMethodView } from '../../../application/saved-methods/saved-method-queries.js';
import { SetupCounter } from '../../../application/saved-methods/setup-counter.js';
import { UnknownGateway } from '../../../domain/errors.js';
import type { PaymentMethodId } from '../../../domain/method-vault.js';
import { METHODS_MAX } from '../../../domain/saved-method.js';
import { PaymentMethodNotActive, PaymentMethodNotFound, PaymentMethodsFull, PaymentMethodsNotKept } from '../../../domain/saved-method-errors.js';
import { CustomerAsking } from './customer-asking.js';
import { ChangePaymentMethodDto, NewPaymentMethodDto, PaymentMethodBody, PaymentMethodsBody } from './saved-methods.dto.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];
const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
const PATH = 'v1/customers/me/payment-methods';

/** Means of payment that gateways keep for customers: the shop has their faces, and names with which nobody else can pay. */
@ApiTags('Accounts')
@CustomersOnly()
@Controller(PATH)
export class PaymentMethodsController {
  constructor(
    private readonly counter: SetupCounter,
    private readonly keeper: MethodKeeper,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Route({ summary: 'List your payment methods', about: `There are ${METHODS_MAX} at most.`, answers: [{ status: 200, type: PaymentMethodsBody }], problems: CUSTOMERS })
  async list(@CustomerAsking() customer: Id<'cus'>): Promise<{ data: SavedMethodView[] }> {
    return { data: await this.queries.execute(new ListSavedMethods(customer)) };
  }

  @Post()
  @IdempotencyHeader(true)
  @Route({
    summary: 'Have a gateway keep a payment method for you',
    about: 'Nothing is charged. A repeat with the same key never keeps it twice, and answers how it stands now until that is decided.',
    answers: [
      { status: 201, type: PaymentMethodBody, about: '`active`, `requires_action` with `next_action`, or `failed` with a `code`.', headers: { location: 'The payment method.' } },
      { status: 202, type: PaymentMethodBody, about: '`processing`: the gateway has not told the outcome yet. Read it again, or repeat the request with the same key.', headers: { location: 'The payment method.' } },
    ],
    problems: [...CUSTOMERS, ...KEYED, UnknownGateway, PaymentMethodsNotKept, PaymentMethodsFull],
  })
  async setUp(@Body() { gateway, method, return_url }: NewPaymentMethodDto, @CustomerAsking() customerId: Id<'cus'>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const key = idempotencyKey(request);
    if (!key) throw new IdempotencyKeyRequired();
    const wanted = { customerId, gateway, method, returnUrl: return_url ?? null };
    const { answer, replayed } = await this.counter.perform(keyedRequest(request, key), wanted, methodAnswer);
    return replay(reply, answer, replayed);
  }

  @Get(':id')
  @Route({ summary: 'Read a payment method', answers: [{ status: 200, type: PaymentMethodBody }], problems: [...CUSTOMERS, PaymentMethodNotFound] })
  get(@IdParam('pm') id: PaymentMethodId, @CustomerAsking() customer: Id<'cus'>): Promise<SavedMethodView> {
    return this.queries.execute(new GetSavedMethod(customer, id));
  }

  @Patch(':id')
  @Route({ summary: 'Make a payment method the default one, or not', answers: [{ status: 200, type: PaymentMethodBody }], problems: [...CUSTOMERS, PaymentMethodNotFound, PaymentMethodNotActive] })
  async change(@IdParam('pm') id: PaymentMethodId, @Body() body: ChangePaymentMethodDto, @CustomerAsking() customer: Id<'cus'>): Promise<SavedMethodView> {
    await this.commands.execute(new PreferPaymentMethod(customer, id, body.default));
    return this.get(id, customer);
  }

  @Post(':id/returns')
  @HttpCode(200)
  @Route({
    summary: 'Tell that you came back from the gateway',
    about:
      'Call it from the page behind `return_url`: the gateway is asked at once. What the address of the return says is not looked at, anybody may write it. It needs no Idempotency-Key: it only asks.',
    answers: [{ status: 200, type: PaymentMethodBody }],
    problems: [...CUSTOMERS, PaymentMethodNotFound],
  })
  async returned(@IdParam('pm') id: PaymentMethodId, @CustomerAsking() customer: Id<'cus'>): Promise<SavedMethodView> {
    const { status } = await this.get(id, customer);
    if (status === 'requires_action' || status === 'processing') await this.keeper.tend(id);
    return this.get(id, customer);
  }

  @Delete(':id')
  @HttpCode(204)
  @Route({
    summary: 'Remove a payment method',
    about: 'Nothing can be paid with it from now on. The gateway is told to forget it, again and again until it did.',
    answers: [{ status: 204 }],
    problems: [...CUSTOMERS, PaymentMethodNotFound],
  })
  async remove(@IdParam('pm') id: PaymentMethodId, @CustomerAsking() customer: Id<'cus'>): Promise<void> {
    await this.commands.execute(new RemovePaymentMethod(customer, id));
    await this.keeper.tend(id);
  }
}

const methodAnswer = (method: SavedMethodView): StoredAnswer => ({
  status: method.status === 'processing' ? 202 : 201,
  headers: { 'content-type': 'application/json; charset=utf-8', location: `/${PATH}/${method.id}` },
  body: JSON.stringify(method),
});

import { Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CustomersAlone, CustomersOnly, etag, Idempotent, IdempotencyKeyReused, IdParam, NotFound, RequestInProgress, Route, Unauthenticated } from '@holdfast/platform';
import type { ClaimedCart } from '@holdfast/identity';
import { GetCurrentCart } from '../../application/cart-queries.js';
import type { CartView } from '../../application/cart-view.js';
import { ClaimCart } from '../../application/claim-cart.js';
import type { CartId } from '../../domain/cart.js';
import { CurrenciesDiffer } from '../../domain/cart-errors.js';
import type { CustomerId } from '../../domain/cart-holder.js';
import { CartFull, CartNotOpen } from '../../domain/errors.js';
import { CartBody, ClaimedCartBody } from './cart.dto.js';
import { CartToken, CartTokenHeader, CustomerAsking } from './tokens.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];

@ApiTags('Carts and checkout')
@CustomersOnly()
@Controller('v1/carts')
export class CustomerCartsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('current')
  @Route({
    summary: 'Read your cart, on whatever device you filled it',
    about: 'The one that is not ordered yet. 404 when there is none: open one with POST /v1/carts.',
    answers: [{ status: 200, type: CartBody, headers: { etag: 'Version of the cart, for If-Match.' } }],
    problems: [...CUSTOMERS, NotFound],
  })
  async current(@CustomerAsking() customerId: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<CartView> {
    const cart = await this.queries.execute(new GetCurrentCart(customerId));
    void reply.header('etag', etag(cart.version));
    return cart;
  }

  @Post(':id/claims')
  @Idempotent()
  @CartTokenHeader({ required: true })
  @Route({
    summary: 'Make a cart yours that you filled as a guest',
    about: 'If you have a cart already, its lines are merged into that one: quantities add up. Its token does not count afterwards. A cart that is being checked out stays a guest’s.',
    answers: [{ status: 201, type: ClaimedCartBody, headers: { location: 'The cart to go on with.' } }],
    problems: [...CUSTOMERS, IdempotencyKeyReused, RequestInProgress, NotFound, CartNotOpen, CurrenciesDiffer, CartFull],
  })
  async claim(@IdParam('cart') id: CartId, @CartToken() tokenHash: Buffer, @CustomerAsking() customerId: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<ClaimedCart> {
    const claimed = await this.commands.execute(new ClaimCart(id, tokenHash, customerId));
    void reply.header('location', `/v1/carts/${claimed.id}`);
    return claimed;
  }
}

import { Body, Controller, Delete, Get, Inject, Patch, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Address } from '@holdfast/kernel';
import { assertMatch, etag, hashToken, HeaderText, Idempotent, IdempotencyKeyReused, IdParam, newSecretToken, NotFound, PreconditionFailed, Public, RequestInProgress, Route } from '@holdfast/platform';
import { type CartChange, ChangeCart, OpenCart } from '../../application/cart-commands.js';
import { GetCart } from '../../application/cart-queries.js';
import type { CartView } from '../../application/cart-view.js';
import type { CartDetails, CartId, LineId } from '../../domain/cart.js';
import { CartFull, CartNotOpen, QuantityTooLarge, VariantUnavailable } from '../../domain/errors.js';
import { ORDERING_SETTINGS, type OrderingSettings } from '../../ordering-settings.js';
import { CartBody, CartDetailsDto, LineDto, LineQuantityDto, NewCartBody, NewCartDto } from './cart.dto.js';
import { CartToken, CartTokenHeader } from './tokens.js';

const KEYED = [IdempotencyKeyReused, RequestInProgress];
const CHANGES = [NotFound, CartNotOpen, PreconditionFailed];
const ETAG = { etag: 'Version of the cart, for If-Match.' };

@ApiTags('Carts and checkout')
@Controller('v1/carts')
export class CartsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(ORDERING_SETTINGS) private readonly settings: OrderingSettings,
  ) {}

  @Public()
  @Post()
  @Idempotent()
  @Route({
    summary: 'Open a cart, with everything at once if you like',
    about: 'The answer holds the token of the cart, once. Knowing the id of a cart is never enough.',
    answers: [{ status: 201, type: NewCartBody, headers: { ...ETAG, location: 'The cart.' } }],
    problems: [...KEYED, VariantUnavailable, QuantityTooLarge, CartFull],
  })
  async open(@Body() body: NewCartDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<CartView & { token: string }> {
    const token = newSecretToken();
    const lines = (body.lines ?? []).map(({ variant_id, quantity }) => ({ variantId: variant_id, quantity }));
    const cart = await this.commands.execute(new OpenCart(body.currency ?? this.settings.currency, lines, detailsOf(body), hashToken(token)));
    void reply.header('location', `/v1/carts/${cart.id}`).header('etag', etag(cart.version));
    return { ...cart, token };
  }

  @Public()
  @Get(':id')
  @CartTokenHeader()
  @Route({ summary: 'Read a cart', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: [NotFound] })
  async get(@IdParam('cart') id: CartId, @CartToken() token: Buffer, @Res({ passthrough: true }) reply: FastifyReply): Promise<CartView> {
    const cart = await this.queries.execute(new GetCart(id, token));
    void reply.header('etag', etag(cart.version));
    return cart;
  }

  @Public()
  @Patch(':id')
  @CartTokenHeader()
  @Route({ summary: 'Change e-mail, addresses or metadata', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: CHANGES })
  describe(@IdParam('cart') id: CartId, @CartToken() token: Buffer, @Body() body: CartDetailsDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, token, { kind: 'describe', details: detailsOf(body) }, match, reply);
  }

  @Public()
  @Post(':id/lines')
  @Idempotent()
  @CartTokenHeader()
  @Route({
    summary: 'Put a variant into the cart',
    about: 'A variant that is in the cart already is added to.',
    answers: [{ status: 201, type: CartBody, headers: ETAG }],
    problems: [...CHANGES, ...KEYED, VariantUnavailable, QuantityTooLarge, CartFull],
  })
  add(@IdParam('cart') id: CartId, @CartToken() token: Buffer, @Body() { variant_id, quantity }: LineDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, token, { kind: 'add', line: { variantId: variant_id, quantity } }, match, reply);
  }

  @Public()
  @Patch(':id/lines/:line_id')
  @CartTokenHeader()
  @Route({ summary: 'Change the quantity of a line', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: [...CHANGES, QuantityTooLarge] })
  setQuantity(@IdParam('cart') id: CartId, @IdParam('line', 'line_id') lineId: LineId, @CartToken() token: Buffer, @Body() { quantity }: LineQuantityDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, token, { kind: 'set-quantity', lineId, quantity }, match, reply);
  }

  @Public()
  @Delete(':id/lines/:line_id')
  @CartTokenHeader()
  @Route({ summary: 'Take a line out of the cart', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: CHANGES })
  remove(@IdParam('cart') id: CartId, @IdParam('line', 'line_id') lineId: LineId, @CartToken() token: Buffer, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, token, { kind: 'remove', lineId }, match, reply);
  }

  async #change(id: CartId, token: Buffer, change: CartChange, match: string | undefined, reply: FastifyReply): Promise<CartView> {
    const cart = await this.commands.execute(new ChangeCart(id, token, change, (version) => assertMatch(match, version)));
    if (!cart) throw new NotFound();
    void reply.header('etag', etag(cart.version));
    return cart;
  }
}

const detailsOf = ({ email, shipping_address, billing_address, metadata }: CartDetailsDto): CartDetails => ({
  email,
  shippingAddress: shipping_address && given(shipping_address),
  billingAddress: billing_address && given(billing_address),
  metadata: metadata === null ? {} : metadata,
});

/** Only the fields that were given: absent ones stay absent, and null says the same. */
const given = (address: Address): Address => Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined && value !== null)) as unknown as Address;

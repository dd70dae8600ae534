import { Body, Controller, Delete, Get, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Address, StoredAnswer } from '@holdfast/kernel';
import {
  assertMatch, etag, hashToken, HeaderText, IdempotencyHeader, idempotencyKey, IdempotencyKeyReused, Idempotent, IdParam, keyedRequest, newSecretToken, NotFound, PreconditionFailed, Public, replay, RequestInProgress,
  Route, Unauthenticated,
} from '@holdfast/platform';
import { type CartChange, ChangeCart } from '../../application/cart-commands.js';
import { CartOpener } from '../../application/cart-opener.js';
import { GetCart } from '../../application/cart-queries.js';
import type { CartView } from '../../application/cart-view.js';
import type { CartDetails, CartId, LineId } from '../../domain/cart.js';
import { CartExists } from '../../domain/cart-errors.js';
import type { CartHolder, CustomerId } from '../../domain/cart-holder.js';
import { CartFull, CartNotOpen, QuantityTooLarge, VariantUnavailable } from '../../domain/errors.js';
import { ORDERING_SETTINGS, type OrderingSettings } from '../../ordering-settings.js';
import { CartBody, CartDetailsDto, LineDto, LineQuantityDto, NewCartBody, NewCartDto } from './cart.dto.js';
import { CartTokenHeader, Holder, PerhapsCustomer } from './tokens.js';

const KEYED = [IdempotencyKeyReused, RequestInProgress];
/** Who sends a credential means to be somebody. */
const OPTIONAL = [Unauthenticated];
const CHANGES = [...OPTIONAL, NotFound, CartNotOpen, PreconditionFailed];
const ETAG = { etag: 'Version of the cart, for If-Match.' };

@ApiTags('Carts and checkout')
@Controller('v1/carts')
export class CartsController {
  constructor(
    private readonly opener: CartOpener,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(ORDERING_SETTINGS) private readonly settings: OrderingSettings,
  ) {}

  @Public({ customers: true })
  @Post()
  @IdempotencyHeader(false)
  @Route({
    summary: 'Open a cart, with everything at once if you like',
    about: 'For a guest the answer holds the token of the cart, once: knowing the id of a cart is never enough. A customer who is logged in needs no token, and has one cart at a time.',
    answers: [{ status: 201, type: NewCartBody, headers: { ...ETAG, location: 'The cart.' } }],
    problems: [...OPTIONAL, ...KEYED, CartExists, VariantUnavailable, QuantityTooLarge, CartFull],
  })
  async open(@Body() body: NewCartDto, @PerhapsCustomer() customerId: CustomerId | null, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const [key, token] = [idempotencyKey(request), customerId ? null : newSecretToken()];
    const { answer, replayed } = await this.opener.open({
      currency: body.currency ?? this.settings.currency,
      lines: (body.lines ?? []).map(({ variant_id, quantity }) => ({ variantId: variant_id, quantity })),
      details: detailsOf(body),
      owner: token === null ? { tokenHash: null, customerId: customerId! } : { tokenHash: hashToken(token), customerId: null },
      asked: key === undefined ? undefined : keyedRequest(request, key),
      answer: (cart) => opened(cart, token),
    });
    return replay(reply, answer, replayed);
  }

  @Public({ customers: true })
  @Get(':id')
  @CartTokenHeader()
  @Route({ summary: 'Read a cart', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: [...OPTIONAL, NotFound] })
  async get(@IdParam('cart') id: CartId, @Holder() holder: CartHolder, @Res({ passthrough: true }) reply: FastifyReply): Promise<CartView> {
    const cart = await this.queries.execute(new GetCart(id, holder));
    void reply.header('etag', etag(cart.version));
    return cart;
  }

  @Public({ customers: true })
  @Patch(':id')
  @CartTokenHeader()
  @Route({ summary: 'Change e-mail, addresses or metadata', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: CHANGES })
  describe(@IdParam('cart') id: CartId, @Holder() holder: CartHolder, @Body() body: CartDetailsDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, holder, { kind: 'describe', details: detailsOf(body) }, match, reply);
  }

  @Public({ customers: true })
  @Post(':id/lines')
  @Idempotent()
  @CartTokenHeader()
  @Route({
    summary: 'Put a variant into the cart',
    about: 'A variant that is in the cart already is added to.',
    answers: [{ status: 201, type: CartBody, headers: ETAG }],
    problems: [...CHANGES, ...KEYED, VariantUnavailable, QuantityTooLarge, CartFull],
  })
  add(@IdParam('cart') id: CartId, @Holder() holder: CartHolder, @Body() { variant_id, quantity }: LineDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, holder, { kind: 'add', line: { variantId: variant_id, quantity } }, match, reply);
  }

  @Public({ customers: true })
  @Patch(':id/lines/:line_id')
  @CartTokenHeader()
  @Route({ summary: 'Change the quantity of a line', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: [...CHANGES, QuantityTooLarge] })
  setQuantity(@IdParam('cart') id: CartId, @IdParam('line', 'line_id') lineId: LineId, @Holder() holder: CartHolder, @Body() { quantity }: LineQuantityDto, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, holder, { kind: 'set-quantity', lineId, quantity }, match, reply);
  }

  @Public({ customers: true })
  @Delete(':id/lines/:line_id')
  @CartTokenHeader()
  @Route({ summary: 'Take a line out of the cart', answers: [{ status: 200, type: CartBody, headers: ETAG }], problems: CHANGES })
  remove(@IdParam('cart') id: CartId, @IdParam('line', 'line_id') lineId: LineId, @Holder() holder: CartHolder, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#change(id, holder, { kind: 'remove', lineId }, match, reply);
  }

  async #change(id: CartId, holder: CartHolder, change: CartChange, match: string | undefined, reply: FastifyReply): Promise<CartView> {
    const cart = await this.commands.execute(new ChangeCart(id, holder, change, (version) => assertMatch(match, version)));
    if (!cart) throw new NotFound();
    void reply.header('etag', etag(cart.version));
    return cart;
  }
}

const opened = (cart: CartView, token: string | null): StoredAnswer => ({
  status: 201,
  headers: { 'content-type': 'application/json; charset=utf-8', location: `/v1/carts/${cart.id}`, etag: etag(cart.version) },
  body: JSON.stringify({ ...cart, token }),
});

const detailsOf = ({ email, shipping_address, billing_address, metadata }: CartDetailsDto): CartDetails => ({
  email,
  shippingAddress: shipping_address && given(shipping_address),
  billingAddress: billing_address && given(billing_address),
  metadata: metadata === null ? {} : metadata,
});

/** Only the fields that were given: absent ones stay absent, and null says the same. */
const given = (address: Address): Address => Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined && value !== null)) as unknown as Address;

import { Injectable } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Catalog } from '@holdfast/catalog';
import { toUuid } from '@holdfast/kernel';
import { Database, NotFound, statement } from '@holdfast/platform';
import { GetCart, GetCurrentCart } from '../../application/cart-queries.js';
import { type CartView, cartView } from '../../application/cart-view.js';
import { BasketPricer } from '../../domain/basket-pricer.js';
import { CART_COLUMNS, cartOf, type CartRow, holderValues } from './cart-rows.js';

const GET = statement('ordering.cart', `select ${CART_COLUMNS} from ordering.carts where id = $1 and (token_hash = $2 or customer_id = $3)`);
const CURRENT = statement('ordering.current-cart', `select ${CART_COLUMNS} from ordering.carts where current_of = $1`);

/** Shows carts at the prices of now. */
@Injectable()
abstract class CartReader {
  constructor(
    protected readonly database: Database,
    private readonly catalog: Catalog,
    private readonly pricer: BasketPricer,
  ) {}

  protected async show(row: CartRow | undefined): Promise<CartView> {
    if (!row) throw new NotFound();
    const cart = cartOf(row);
    const variants = cart.lines.map(({ variantId }) => variantId);
    const sold = variants.length > 0 ? await this.catalog.sellable(variants, cart.currency) : new Map();
    return cartView(cart, sold, this.pricer);
  }
}

@QueryHandler(GetCart)
export class GetCartHandler extends CartReader implements IQueryHandler<GetCart> {
  async execute({ id, holder }: GetCart): Promise<CartView> {
    return this.show(await this.database.first<CartRow>(GET, [toUuid(id), ...holderValues(holder)]));
  }
}

@QueryHandler(GetCurrentCart)
export class GetCurrentCartHandler extends CartReader implements IQueryHandler<GetCurrentCart> {
  async execute({ customerId }: GetCurrentCart): Promise<CartView> {
    return this.show(await this.database.first<CartRow>(CURRENT, [toUuid(customerId)]));
  }
}

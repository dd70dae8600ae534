import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Catalog } from '@holdfast/catalog';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, NotFound, statement } from '@holdfast/platform';
import { GetCart } from '../../application/cart-queries.js';
import { type CartView, cartView } from '../../application/cart-view.js';
import { BasketPricer } from '../../domain/basket-pricer.js';
import { cartOf, type CartRow } from './cart-rows.js';

const GET = statement('ordering.cart', `select * from ordering.carts where id = $1 and token_hash = $2`);

@QueryHandler(GetCart)
export class GetCartHandler implements IQueryHandler<GetCart> {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly pricer: BasketPricer,
  ) {}

  async execute({ id, tokenHash }: GetCart): Promise<CartView> {
    const row = await this.database.first<CartRow>(GET, [toUuid(id), tokenHash]);
    if (!row) throw new NotFound();
    const cart = cartOf(row);
    const variants = cart.lines.map(({ variantId }) => variantId);
    const sold = variants.length > 0 ? await this.catalog.sellable(variants, cart.currency) : new Map();
    return cartView({ ...cart, id: toId('cart', row.id) }, sold, this.pricer);
  }
}

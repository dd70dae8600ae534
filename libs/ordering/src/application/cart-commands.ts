import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Catalog } from '@holdfast/catalog';
import { UnitOfWork } from '@holdfast/kernel';
import type { CartDetails, CartId, LineId, VariantId } from '../domain/cart.js';
import type { CartHolder } from '../domain/cart-holder.js';
import { Carts } from '../domain/carts.js';
import { VariantUnavailable } from '../domain/errors.js';
import { BasketPricer } from '../domain/basket-pricer.js';
import { type CartView, cartView } from './cart-view.js';

export interface NewLine {
  readonly variantId: VariantId;
  readonly quantity: number;
}

/** One change of a cart: the function gets the cart, locked, and the answer is the cart as it stands then. */
export class ChangeCart extends Command<CartView | undefined> {
  constructor(
    readonly cartId: CartId,
    readonly holder: CartHolder,
    readonly change: CartChange,
    /** Checks the version the caller knows; throws when it is another. */
    readonly assertVersion: (version: number) => void = () => undefined,
  ) {
    super();
  }
}

export type CartChange =
  | { readonly kind: 'add'; readonly line: NewLine }
  | { readonly kind: 'set-quantity'; readonly lineId: LineId; readonly quantity: number }
  | { readonly kind: 'remove'; readonly lineId: LineId }
  | { readonly kind: 'describe'; readonly details: CartDetails };

@CommandHandler(ChangeCart)
export class ChangeCartHandler implements ICommandHandler<ChangeCart> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly carts: Carts,
    private readonly catalog: Catalog,
    private readonly pricer: BasketPricer,
  ) {}

  execute({ cartId, holder, change, assertVersion }: ChangeCart): Promise<CartView | undefined> {
    return this.work.run(async () => {
      const cart = await this.carts.get(cartId, holder);
      assertVersion(cart.snapshot().version);
      const added = change.kind === 'add' ? [change.line.variantId] : [];
      const sold = await this.catalog.sellable([...cart.lines.map(({ variantId }) => variantId), ...added], cart.currency);
      if (change.kind === 'add') {
        const variant = sold.get(change.line.variantId);
        if (!variant) throw new VariantUnavailable([change.line.variantId], cart.currency);
        cart.add(change.line.variantId, change.line.quantity, variant.price.amount);
      }
      if (change.kind === 'set-quantity' && !cart.setQuantity(change.lineId, change.quantity)) return undefined;
      if (change.kind === 'remove' && !cart.remove(change.lineId)) return undefined;
      if (change.kind === 'describe') cart.describe(change.details);
      cart.seePrices(sold);
      await this.carts.save(cart);
      return cartView(cart.snapshot(), sold, this.pricer);
    });
  }
}

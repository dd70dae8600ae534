import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inventory } from '@holdfast/inventory';
import { newId, UnitOfWork } from '@holdfast/kernel';
import type { ProductId } from '../catalog.js';
import { Product } from '../domain/product.js';
import type { ProductDetails } from '../domain/product-details.js';
import { Products } from '../domain/products.js';
import type { Price, VariantDetails } from '../domain/variant.js';

/** Makes a product with its variants; `optionNames` is empty where it has only one. */
export class CreateProduct extends Command<ProductId> {
  constructor(
    readonly details: ProductDetails,
    readonly optionNames: readonly string[],
    readonly variants: readonly (VariantDetails & { readonly prices: readonly Price[] })[],
  ) {
    super();
  }
}

@CommandHandler(CreateProduct)
export class CreateProductHandler implements ICommandHandler<CreateProduct> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
    private readonly inventory: Inventory,
  ) {}

  execute({ details, optionNames, variants }: CreateProduct): Promise<ProductId> {
    return this.work.run(async () => {
      const made = variants.map((variant) => ({ ...variant, id: newId('var') }));
      const product = Product.create(newId('prod'), details, optionNames, made);
      await this.products.save([product]);
      await this.inventory.stockInitially(made.map(({ id }) => ({ variantId: id, quantity: 0 })), product.id);
      return product.id;
    });
  }
}

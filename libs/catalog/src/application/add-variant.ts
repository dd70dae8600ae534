import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inventory } from '@holdfast/inventory';
import { newId, UnitOfWork } from '@holdfast/kernel';
import type { ProductId, VariantId } from '../catalog.js';
import { Products } from '../domain/products.js';
import type { Price, VariantDetails } from '../domain/variant.js';
import type { Precondition } from './precondition.js';

export class AddVariant extends Command<VariantId> {
  constructor(
    readonly productId: ProductId,
    readonly variant: VariantDetails & { readonly prices: readonly Price[] },
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(AddVariant)
export class AddVariantHandler implements ICommandHandler<AddVariant> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
    private readonly inventory: Inventory,
  ) {}

  execute({ productId, variant, precondition }: AddVariant): Promise<VariantId> {
    return this.work.run(async () => {
      const product = await this.products.get(productId);
      precondition(product.version);
      const id = newId('var');
      product.addVariant({ ...variant, id });
      await this.products.save([product]);
      await this.inventory.stockInitially([{ variantId: id, quantity: 0 }], productId);
      return id;
    });
  }
}

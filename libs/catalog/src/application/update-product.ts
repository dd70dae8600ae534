import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { ProductId } from '../catalog.js';
import type { ProductDetails } from '../domain/product-details.js';
import { Products } from '../domain/products.js';
import type { Precondition } from './precondition.js';

/** Replaces the facts that are given; archiving a product is the status `archived`. */
export class UpdateProduct extends Command<void> {
  constructor(
    readonly id: ProductId,
    readonly changes: Partial<ProductDetails>,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(UpdateProduct)
export class UpdateProductHandler implements ICommandHandler<UpdateProduct> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
  ) {}

  execute({ id, changes, precondition }: UpdateProduct): Promise<void> {
    return this.work.run(async () => {
      const product = await this.products.get(id);
      precondition(product.version);
      product.update(changes);
      await this.products.save([product]);
    });
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { ProductId } from '../catalog.js';
import { Products } from '../domain/products.js';
import type { Precondition } from './precondition.js';

/** Takes a product out of the catalog; its rows stay, because orders tell of it. Safe to repeat. */
export class ArchiveProduct extends Command<void> {
  constructor(
    readonly id: ProductId,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(ArchiveProduct)
export class ArchiveProductHandler implements ICommandHandler<ArchiveProduct> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
  ) {}

  execute({ id, precondition }: ArchiveProduct): Promise<void> {
    return this.work.run(async () => {
      const product = await this.products.get(id);
      precondition(product.version);
      product.archive();
      await this.products.save([product]);
    });
  }
}

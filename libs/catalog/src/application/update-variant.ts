import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { VariantId } from '../catalog.js';
import { Products } from '../domain/products.js';
import type { VariantDetails } from '../domain/variant.js';
import type { Precondition } from './precondition.js';

/** Replaces the facts that are given. The version in question is the product's: the two are one aggregate. */
export class UpdateVariant extends Command<void> {
  constructor(
    readonly id: VariantId,
    readonly changes: Partial<VariantDetails>,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(UpdateVariant)
export class UpdateVariantHandler implements ICommandHandler<UpdateVariant> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
  ) {}

  execute({ id, changes, precondition }: UpdateVariant): Promise<void> {
    return this.work.run(async () => {
      const product = await this.products.ofVariant(id);
      precondition(product.version);
      product.updateVariant(id, changes);
      await this.products.save([product]);
    });
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { VariantId } from '../catalog.js';
import { Products } from '../domain/products.js';
import type { Price } from '../domain/variant.js';
import type { Precondition } from './precondition.js';

/** Replaces all prices of a variant: currencies that are not named are not sold in any more. */
export class SetPrices extends Command<void> {
  constructor(
    readonly id: VariantId,
    readonly prices: readonly Price[],
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(SetPrices)
export class SetPricesHandler implements ICommandHandler<SetPrices> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
  ) {}

  execute({ id, prices, precondition }: SetPrices): Promise<void> {
    return this.work.run(async () => {
      const product = await this.products.ofVariant(id);
      precondition(product.version);
      product.setPrices(id, prices);
      await this.products.save([product]);
    });
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { Inventory } from '@holdfast/inventory';
import type { VariantId } from '../catalog.js';
import { Products } from '../domain/products.js';

/**
 * Shows whether variants can be bought. Events may come late and in any order, so what they say is not believed:
 * the stock is asked, once their products are locked. Safe to repeat.
 */
export class NoteAvailability extends Command<void> {
  constructor(readonly variantIds: readonly VariantId[]) {
    super();
  }
}

@CommandHandler(NoteAvailability)
export class NoteAvailabilityHandler implements ICommandHandler<NoteAvailability> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
    private readonly inventory: Inventory,
  ) {}

  execute({ variantIds }: NoteAvailability): Promise<void> {
    return this.work.run(() => this.products.noteAvailability(variantIds, () => this.inventory.availability(variantIds)));
  }
}

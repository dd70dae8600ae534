import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Id, newId, UnitOfWork } from '@holdfast/kernel';
import { adjusted, type AdjustedLevel, type Adjustment } from '../domain/adjustment.js';
import { StockLevels } from '../domain/stock-levels.js';

export interface StockAdjustment {
  readonly id: Id<'adj'>;
  readonly reason: string;
  readonly levels: readonly AdjustedLevel[];
}

/** Changes what is on hand at up to 1,000 levels, all of them or none. */
export class AdjustStock extends Command<StockAdjustment> {
  constructor(
    readonly reason: string,
    readonly adjustments: readonly (Omit<Adjustment, 'locationId'> & { readonly locationId?: Adjustment['locationId'] })[],
  ) {
    super();
  }
}

@CommandHandler(AdjustStock)
export class AdjustStockHandler implements ICommandHandler<AdjustStock> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly levels: StockLevels,
  ) {}

  execute({ reason, adjustments }: AdjustStock): Promise<StockAdjustment> {
    return this.work.run(async () => {
      const placed = await this.levels.locate(adjustments);
      const locked = await this.levels.lock(placed);
      const changed = adjusted(locked, placed);
      const id = newId('adj');
      await this.levels.save(changed, id, reason);
      return { id, reason, levels: changed };
    });
  }
}

import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReportId } from '../../domain/settlement/settlement-line.js';
import { SettlementImports } from './settlement-imports.js';

const BROKE_OFF = {
  code: 'settlement-broke-off',
  message: 'The import broke off by a fault of ours. Upload the report again: lines that are in already are passed over.',
  faults: [],
};

/** Gives a report up that failed again and again for a reason of ours, unless one before it is what failed. What it has booked stays. */
export class GiveUpSettlement extends Command<void> {
  constructor(readonly id: ReportId) {
    super();
  }
}

@CommandHandler(GiveUpSettlement)
export class GiveUpSettlementHandler implements ICommandHandler<GiveUpSettlement> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: SettlementImports,
  ) {}

  async execute({ id }: GiveUpSettlement): Promise<void> {
    const report = await this.imports.find(id);
    if (!report || (await this.imports.next(report.gateway))?.id !== id) return;
    await this.work.run(() => this.imports.fail(id, BROKE_OFF));
  }
}

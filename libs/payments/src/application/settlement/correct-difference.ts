import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { JournalId } from '../../domain/ledger/journal.js';
import { Journals } from '../../domain/ledger/journals.js';
import { correction } from '../../domain/settlement/reconcile.js';
import { DifferenceSettled } from '../../domain/settlement/settlement-errors.js';
import type { DifferenceId, ReportId } from '../../domain/settlement/settlement-line.js';
import { Settlements } from './settlements.js';

/** Somebody accepts a difference: what is proposed for it is booked. Answers the journal. */
export class CorrectDifference extends Command<JournalId> {
  constructor(
    readonly reportId: ReportId,
    readonly id: DifferenceId,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(CorrectDifference)
export class CorrectDifferenceHandler implements ICommandHandler<CorrectDifference> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly settlements: Settlements,
    private readonly journals: Journals,
  ) {}

  execute({ reportId, id, reason }: CorrectDifference): Promise<JournalId> {
    return this.work.run(async () => {
      const difference = await this.settlements.difference(reportId, id);
      if (difference.status !== 'open') throw new DifferenceSettled();
      const journal = correction(id, difference.gateway, difference, reason);
      if (!(await this.journals.postOnce(journal))) throw new DifferenceSettled();
      await this.settlements.corrected(id, journal.id);
      return journal.id;
    });
  }
}

import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type JournalId, reversalOf } from '../../domain/ledger/journal.js';
import { Journals } from '../../domain/ledger/journals.js';
import { JournalReversed } from '../../domain/ledger/ledger-errors.js';

/** Books a journal the other way round: how books are corrected that only grow. Answers the id of the new journal. */
export class ReverseJournal extends Command<JournalId> {
  constructor(
    readonly id: JournalId,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ReverseJournal)
export class ReverseJournalHandler implements ICommandHandler<ReverseJournal> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly journals: Journals,
  ) {}

  execute({ id, reason }: ReverseJournal): Promise<JournalId> {
    return this.work.run(async () => {
      const journal = await this.journals.get(id);
      if (journal.kind === 'reversal') throw new JournalReversed();
      const reversal = reversalOf(journal, reason);
      if (!(await this.journals.postOnce(reversal))) throw new JournalReversed();
      return reversal.id;
    });
  }
}

import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journals } from '../../domain/ledger/journals.js';
import { Bookkeeper } from './bookkeeper.js';

const AT_ONCE = 200;

/**
 * What the books need from time to time: money that moved before there were books is booked, captured money whose order was placed is
 * earned, and the balances at the beginning of the day are written down. Safe to repeat.
 */
export class TendLedger extends Command<void> {}

@CommandHandler(TendLedger)
export class TendLedgerHandler implements ICommandHandler<TendLedger> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly journals: Journals,
    private readonly books: Bookkeeper,
  ) {}

  async execute(): Promise<void> {
    while ((await this.work.run(() => this.books.catchUp(AT_ONCE))) >= AT_ONCE);
    await this.work.run(() => this.journals.checkpoint());
  }
}

import { Global, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { made } from '@holdfast/platform';
import { PostgresJournals } from './adapters/persistence/ledger/postgres-journals.js';
import { DisputeListeners } from './application/dispute-listeners.js';
import { BookDisputes } from './application/ledger/book-disputes.js';
import { Bookkeeper } from './application/ledger/bookkeeper.js';
import { ReverseJournalHandler } from './application/ledger/reverse-journal.js';
import { Journals } from './domain/ledger/journals.js';

@Injectable()
class SignOn implements OnModuleInit {
  constructor(
    private readonly listeners: DisputeListeners,
    private readonly disputes: BookDisputes,
  ) {}

  onModuleInit(): void {
    this.listeners.add(this.disputes);
  }
}

/** The books, for every process in which money may move. */
@Global()
@Module({
  providers: [{ provide: Journals, useClass: PostgresJournals }, made(Bookkeeper, Journals), made(BookDisputes, Journals), DisputeListeners, SignOn, ReverseJournalHandler],
  exports: [Bookkeeper, DisputeListeners, Journals],
})
export class LedgerModule {}

import { Global, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { made } from '@holdfast/platform';
import { GetJournalHandler, ListAccountsHandler, ListAccountTransfersHandler, ListJournalsHandler } from './adapters/persistence/ledger/ledger-queries.handlers.js';
import { PostgresJournals } from './adapters/persistence/ledger/postgres-journals.js';
import { DisputeListeners } from './application/dispute-listeners.js';
import { BookDisputes } from './application/ledger/book-disputes.js';
import { Bookkeeper } from './application/ledger/bookkeeper.js';
import { ReverseJournalHandler } from './application/ledger/reverse-journal.js';
import { TendLedgerHandler } from './application/ledger/tend-ledger.js';
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
  providers: [
    { provide: Journals, useClass: PostgresJournals }, made(Bookkeeper, Journals), made(BookDisputes, Journals), DisputeListeners, SignOn, 
    ReverseJournalHandler, TendLedgerHandler, ListAccountsHandler, ListAccountTransfersHandler, ListJournalsHandler, GetJournalHandler,
  ],
  exports: [Bookkeeper, DisputeListeners, Journals],
})
export class LedgerModule {}

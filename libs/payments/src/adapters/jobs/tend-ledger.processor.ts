import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { TendLedger } from '../../application/ledger/tend-ledger.js';

/** Every hour, so that a night without a worker costs no more than an hour of the next day. */
@Injectable()
@RunsEvery('tend-ledger', 3_600_000)
export class TendLedgerProcessor implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new TendLedger());
  }
}

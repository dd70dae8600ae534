import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { ClearAccounts } from '../../application/clear-accounts.js';

@Injectable()
@RunsEvery('clear-accounts', 3_600_000)
export class ClearAccountsProcessor implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new ClearAccounts());
  }
}

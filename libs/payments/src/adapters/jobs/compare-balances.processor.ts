import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { CompareBalances } from '../../application/balance/compare-balances.js';

const DAY_MS = 24 * 3_600_000;

/** Once a day. */
@Injectable()
@RunsEvery('compare-gateway-balances', DAY_MS)
export class CompareBalancesProcessor implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new CompareBalances());
  }
}

import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { ExpireCheckouts } from '../../application/end-checkouts.js';

const BATCH = 200;

/** Tidies up: whoever buys meanwhile takes expired holds back without waiting for this. */
@Injectable()
@RunsEvery('expire-checkouts', 5_000)
export class ExpireCheckoutsProcessor implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    for (let ended = BATCH; ended === BATCH; ) {
      ended = await this.commands.execute(new ExpireCheckouts(BATCH));
      if (FAILPOINTS && ended > 0) await failpoint('expiry.done');
    }
  }
}

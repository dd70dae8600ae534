import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '../queue/handlers.js';
import { Invariants } from './invariants.js';

/** The promise is proved on the live data once an hour, by one worker, which tells what it found with its metrics. */
@Injectable()
@RunsEvery('check-invariants', 3_600_000)
export class HourlyCheck implements JobHandler {
  constructor(private readonly invariants: Invariants) {}

  async handle(): Promise<void> {
    await this.invariants.checkOneByOne();
  }
}

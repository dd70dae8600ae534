import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { MatchLateLines } from '../../application/settlement/match-late-lines.js';

const DAY_MS = 24 * 3_600_000;

/** Once a day. */
@Injectable()
@RunsEvery('match-late-lines', DAY_MS)
export class MatchLateLinesProcessor implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new MatchLateLines());
  }
}

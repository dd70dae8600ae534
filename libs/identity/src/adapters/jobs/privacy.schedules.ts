import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { CarryOutErasures } from '../../application/carry-out-erasures.js';
import { ForgetDataExports, WriteDataExport } from '../../application/write-data-exports.js';

const MOST = 100;

/** Documents are read from their table, not from a queue: a job that knows nothing can give nothing away. */
@Injectable()
@RunsEvery('write-data-exports', 5_000)
export class WriteDataExports implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new ForgetDataExports());
    for (let written = 0; written < MOST && (await this.commands.execute(new WriteDataExport())); written++);
  }
}

@Injectable()
@RunsEvery('carry-out-erasures', 5_000)
export class CarryOutDueErasures implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle(): Promise<void> {
    await this.commands.execute(new CarryOutErasures());
  }
}

import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { JobQueue, type JobRequest } from '@holdfast/kernel';
import { Consumes, type EventConsumer, HandlesJob, type Job, type JobHandler, RunsEvery, type StoredEvent } from '@holdfast/platform';
import { GiveUpSettlement } from '../../application/settlement/give-up-settlement.js';
import { SETTLEMENT_REQUESTED } from '../../application/settlement/request-settlement.js';
import { RunSettlement } from '../../application/settlement/run-settlement.js';
import { SettlementImports } from '../../application/settlement/settlement-imports.js';
import type { ReportId } from '../../domain/settlement/settlement-line.js';

/** The queue tries this often in all. */
const LAST_TRY = 12;

const jobOf = (id: string): JobRequest => ({ queue: 'imports', name: 'run-settlement', data: { id }, id: `settlement-${id}` });

/** Works on one report; a repeat goes on where the last try ended. */
@Injectable()
@HandlesJob('imports', 'run-settlement')
export class RunSettlementJob implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle({ data, attempt }: Job): Promise<void> {
    const id = data['id'] as ReportId;
    try {
      await this.commands.execute(new RunSettlement(id));
    } catch (error) {
      if (attempt >= LAST_TRY) await this.commands.execute(new GiveUpSettlement(id));
      throw error;
    }
  }
}

/** Queues a report once its upload is committed. */
@Injectable()
@Consumes('payments.settlements', SETTLEMENT_REQUESTED)
export class QueueSettlement implements EventConsumer {
  constructor(private readonly queue: JobQueue) {}

  consume({ subject }: StoredEvent): Promise<void> {
    return this.queue.add([jobOf(subject)]);
  }
}

/** Queues reports again whose job was lost with the queue's memory, and clears uploads away that broke off. */
@Injectable()
@RunsEvery('tend-settlements', 60_000)
export class TendSettlements implements JobHandler {
  constructor(
    private readonly imports: SettlementImports,
    private readonly queue: JobQueue,
  ) {}

  async handle(): Promise<void> {
    const stalled = await this.imports.stalled();
    if (stalled.length > 0) await this.queue.add(stalled.map(jobOf));
    await this.imports.sweep();
  }
}

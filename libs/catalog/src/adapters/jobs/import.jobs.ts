import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { JobQueue, type JobRequest } from '@holdfast/kernel';
import { Consumes, type EventConsumer, HandlesJob, type Job, type JobHandler, RunsEvery, type StoredEvent } from '@holdfast/platform';
import { FailImport } from '../../application/fail-import.js';
import { Imports } from '../../application/imports.js';
import { RunImport } from '../../application/run-import.js';
import type { ImportId } from '../../application/uploaded-files.js';
import { IMPORT_REQUESTED } from '../../domain/events.js';

/** The queue tries this often in all. */
const LAST_TRY = 12;

const jobOf = (id: string): JobRequest => ({ queue: 'imports', name: 'run-import', data: { id }, id: `import-${id}` });

/** Runs one import; a repeat goes on where the last try ended. */
@Injectable()
@HandlesJob('imports', 'run-import')
export class RunImportJob implements JobHandler {
  constructor(private readonly commands: CommandBus) {}

  async handle({ data, attempt }: Job): Promise<void> {
    const id = data['id'] as ImportId;
    try {
      await this.commands.execute(new RunImport(id));
    } catch (error) {
      if (attempt >= LAST_TRY) await this.commands.execute(new FailImport(id));
      throw error;
    }
  }
}

/** Queues an import once its upload is committed. */
@Injectable()
@Consumes('catalog.imports', IMPORT_REQUESTED)
export class QueueImport implements EventConsumer {
  constructor(private readonly queue: JobQueue) {}

  consume({ subject }: StoredEvent): Promise<void> {
    return this.queue.add([jobOf(subject)]);
  }
}

/** Queues imports again whose job was lost with the queue's memory, and clears uploads away that broke off. */
@Injectable()
@RunsEvery('catalog-imports', 60_000)
export class TendImports implements JobHandler {
  constructor(
    private readonly imports: Imports,
    private readonly queue: JobQueue,
  ) {}

  async handle(): Promise<void> {
    const stalled = await this.imports.stalled();
    if (stalled.length > 0) await this.queue.add(stalled.map(jobOf));
    await this.imports.sweep();
  }
}

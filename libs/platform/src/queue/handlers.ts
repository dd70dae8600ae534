import { SetMetadata } from '@nestjs/common';
import type { QueueName } from '../kernel/index.js';

/** So often a job is tried before it is left to people. */
export const TRIES = 12;

/** One job as its handler sees it. */
export interface Job {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** 1 at the first try. */
  readonly attempt: number;
}

/** Does the jobs of one name. A throw means: try again later, with growing pauses. */
export interface JobHandler {
  handle(job: Job): Promise<void>;
}

export interface HandledJob {
  readonly queue: QueueName;
  readonly name: string;
  /** For schedules: how often; the job then needs no producer and runs once in all of the processes. */
  readonly everyMs?: number;
}

export const HANDLES_JOB = 'holdfast:handles-job';
export const CONSUMES = 'holdfast:consumes';

/** Marks a provider of a jobs module as the handler of a job. */
export const HandlesJob = (queue: QueueName, name: string) => SetMetadata(HANDLES_JOB, { queue, name } satisfies HandledJob);

/** Marks a provider as work that is done again and again. What is due is read from PostgreSQL, so a missed turn loses nothing. */
export const RunsEvery = (name: string, everyMs: number) =>
  SetMetadata(HANDLES_JOB, { queue: 'schedules', name, everyMs } satisfies HandledJob);

/** An event as consumers see it. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly version: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
  readonly occurredAt: Date;
}

/**
 * Reacts to events, each exactly once as far as the database goes: `consume` runs in a unit of work together with
 * the inbox row that says so. What it does elsewhere (mail, HTTP) belongs into a job of its own.
 */
export interface EventConsumer {
  consume(event: StoredEvent): Promise<void>;
}

export interface Consumption {
  /** Name in the inbox; it stays the same for ever. */
  readonly consumer: string;
  readonly types: readonly string[];
}

export const Consumes = (consumer: string, ...types: string[]) => SetMetadata(CONSUMES, { consumer, types } satisfies Consumption);

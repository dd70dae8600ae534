import { type DynamicModule, type INestApplicationContext, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger } from '../telemetry/logger.js';
import { PlatformJobsModule, PlatformModule } from '../platform.module.js';
import type { QueueBackend } from './bull-backend.js';
import { Consumes, type EventConsumer, HandlesJob, type Job, type JobHandler, RunsEvery, type StoredEvent } from './handlers.js';
import type { QueueName } from '../kernel/index.js';
import { specLogger } from '../../../../test/support/spec-log.js';

const logger = specLogger();

/** A worker with nothing but the platform and these handlers and consumers. */
export function startWorker(databaseUrl: string, queue: QueueBackend, providers: readonly Type[]): Promise<INestApplicationContext> {
  const platform: DynamicModule = PlatformModule.forRoot({
    databaseUrl, queue, publicUrl: 'http://shop.test', logger, poolMax: 10, secret: 'a secret for the specs, not for anybody else', testMode: true, records: [], migrations: [],
  });
  class AppModule {}
  Module({ imports: [platform, PlatformJobsModule], providers: [...providers] })(AppModule);
  return NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(logger), abortOnError: false });
}

/** A handler of one job that does what the spec says. */
export function handler(queue: QueueName, name: string, handle: (job: Job) => Promise<void> | void): Type<JobHandler> {
  class Handler implements JobHandler {
    async handle(job: Job): Promise<void> {
      await handle(job);
    }
  }
  HandlesJob(queue, name)(Handler);
  Injectable()(Handler);
  return Handler;
}

export function schedule(name: string, everyMs: number, handle: () => void): Type<JobHandler> {
  const Handler = handler('schedules', name, handle);
  RunsEvery(name, everyMs)(Handler);
  return Handler;
}

export function consumer(name: string, type: string, consume: (event: StoredEvent) => Promise<void> | void): Type<EventConsumer> {
  class Consumer implements EventConsumer {
    async consume(event: StoredEvent): Promise<void> {
      await consume(event);
    }
  }
  Consumes(name, type)(Consumer);
  Injectable()(Consumer);
  return Consumer;
}

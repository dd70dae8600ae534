import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { TerminusModule } from '@nestjs/terminus';
import { AuditEntriesController } from './audit/audit-entries.controller.js';
import { AuditEntries } from './audit/audit-entries.js';
import { AuditTrail } from './audit/audit-trail.js';
import { PostgresSecurityLog } from './audit/postgres-security-log.js';
import { HealthController } from './health/health.controller.js';
import { ProbeConnection } from './health/probe-connection.js';
import { Readiness } from './health/readiness.js';
import { DeadLettersController } from './http/dead-letters.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.js';
import { OpsController } from './http/ops.controller.js';
import { ProblemPagesController } from './http/problem-pages.controller.js';
import { StrictQueryGuard } from './http/strict-query.guard.js';
import { HourlyCheck } from './invariants/hourly-check.js';
import { Invariants } from './invariants/invariants.js';
import { Clock, Idempotency, JobQueue, Metrics, PendingWork, PersonalDataHolders, SecurityLog, SystemClock, Throttle, UnitOfWork } from './kernel/index.js';
import { PostgresIdempotency } from './idempotency/postgres-idempotency.js';
import { SealedAnswers } from './idempotency/sealed-answers.js';
import { EventDispatcher } from './outbox/event-dispatcher.js';
import { EventLog } from './outbox/event-log.js';
import { ForgetOldRecords } from './outbox/forget-old-records.js';
import { OutboxFigures } from './outbox/outbox-figures.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { RepublishLostEvents } from './outbox/republish-lost-events.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsListener } from './metrics/metrics-listener.js';
import { PoolMetrics } from './metrics/pool-metrics.js';
import { PrometheusMetrics } from './metrics/prometheus-metrics.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { CommitRecord } from './persistence/commit-record.js';
import { Database } from './persistence/database.js';
import { MikroUnitOfWork } from './persistence/mikro-unit-of-work.js';
import { ormConfig } from './persistence/orm.js';
import { AllPendingWork } from './pending/all-pending-work.js';
import { PendingEvents } from './pending/pending-events.js';
import { DiscoveredPersonalDataHolders } from './privacy/personal-data-holders.js';
import { PlatformPersonalData } from './privacy/platform-personal-data.js';
import type { PlatformSettings } from './platform-settings.js';
import { bullBackend } from './queue/bull-backend.js';
import { BullJobQueue } from './queue/bull-job-queue.js';
import { DeadLetters } from './queue/dead-letters.js';
import { JobRunner } from './queue/job-runner.js';
import { QueueFigures } from './queue/queue-figures.js';
import { PostgresThrottle } from './throttling/postgres-throttle.js';
import { RequestLimits } from './throttling/request-limits.js';
import { SharedUsage } from './throttling/shared-usage.js';
import { OverdueWork } from './test-clock/overdue-work.js';
import { SANDBOXES, TestClockController } from './test-clock/test-clock.controller.js';
import { TestClock } from './test-clock/test-clock.js';
import { BULL, LOGGER, PLATFORM_SETTINGS } from './tokens.js';

/** What every process has: persistence, idempotency, the queue, probes. */
@Module({})
export class PlatformModule {
  static forRoot(settings: PlatformSettings): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        MikroOrmModule.forRootAsync({
          driver: PostgreSqlDriver,
          useFactory: () => ({ ...ormConfig({ url: settings.databaseUrl, poolMax: settings.poolMax, records: settings.records, testMode: settings.testMode }), registerRequestContext: false }),
        }),
        CqrsModule.forRoot(),
        TerminusModule.forRoot({ logger: false }),
        DiscoveryModule,
      ],
      controllers: [HealthController],
      providers: [
        { provide: PLATFORM_SETTINGS, useValue: settings },
        { provide: LOGGER, useValue: settings.logger },
        { provide: BULL, useFactory: () => bullBackend(settings.queue) },
        { provide: SealedAnswers, useFactory: () => new SealedAnswers(settings.secret) },
        { provide: Clock, useFactory: () => (settings.testMode ? TestClock.open(settings.databaseUrl, settings.logger) : new SystemClock()) },
        { provide: UnitOfWork, useExisting: MikroUnitOfWork },
        { provide: Idempotency, useClass: PostgresIdempotency },
        { provide: SecurityLog, useClass: PostgresSecurityLog },
        { provide: JobQueue, useExisting: BullJobQueue },
        { provide: PersonalDataHolders, useExisting: DiscoveredPersonalDataHolders },
        { provide: PendingWork, useClass: AllPendingWork },
        { provide: Throttle, useClass: PostgresThrottle },
        { provide: Metrics, useExisting: PrometheusMetrics },
        PrometheusMetrics, MetricsListener, RequestMetrics, PoolMetrics,
        RequestLimits, SharedUsage,
        Database, AuditTrail, CommitRecord, EventLog, Invariants, MikroUnitOfWork, BullJobQueue, ProbeConnection, Readiness, IdempotencyInterceptor,
        DiscoveredPersonalDataHolders, PlatformPersonalData, PendingEvents,
      ],
      exports: [PLATFORM_SETTINGS, LOGGER, BULL, Clock, Metrics, PrometheusMetrics, RequestMetrics, MetricsListener, UnitOfWork, Idempotency, JobQueue, SecurityLog, Throttle, RequestLimits, BullJobQueue, Database, Readiness, EventLog, Invariants, IdempotencyInterceptor, PendingWork, PersonalDataHolders, CqrsModule, DiscoveryModule],
    };
  }
}

/** The edge that only HTTP processes have. */
@Module({
  controllers: [ProblemPagesController, OpsController, DeadLettersController, AuditEntriesController],
  providers: [AuditEntries, DeadLetters, { provide: APP_GUARD, useClass: StrictQueryGuard }],
})
export class PlatformHttpModule {
  /** In test mode, with the clock that can be moved; the clocks of the sandboxes at these addresses are moved with it. */
  static inTestMode(sandboxes: readonly string[]): DynamicModule {
    return {
      module: PlatformHttpModule,
      controllers: [TestClockController],
      providers: [{ provide: TestClock, useExisting: Clock }, { provide: SANDBOXES, useValue: sandboxes }],
    };
  }
}

/** What only workers have: the relay, the dispatcher of events, and the runner of jobs. */
@Module({ controllers: [MetricsController], providers: [HourlyCheck, EventDispatcher, OutboxFigures, QueueFigures, OutboxRelay, RepublishLostEvents, ForgetOldRecords, JobRunner, OverdueWork], exports: [EventDispatcher, OutboxRelay] })
export class PlatformJobsModule {}

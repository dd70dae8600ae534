import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sql } from '../../../../test/support/sql.js';
import { UnitOfWork } from '../kernel/index.js';
import { PlatformModule } from '../platform.module.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { NestLogger } from '../telemetry/logger.js';
import { specLogger } from '../../../../test/support/spec-log.js';

export const KEY = 'key_01h455vb4pex5vsknk084sn02q';
export const ACTION = 'POST /v1/admin/things';

/** The platform alone, as one process, on a table of its own that is audited: `public.things`. */
export async function startPlatform(databaseUrl: string): Promise<INestApplicationContext> {
  const logger = specLogger();
  const platform = PlatformModule.forRoot({
    databaseUrl, publicUrl: 'http://shop.test', logger, poolMax: 4, queue: { kind: 'postgres', url: databaseUrl },
    secret: 'a secret for the specs, not for anybody else', testMode: true, records: [], migrations: [],
  });
  class AppModule {}
  Module({ imports: [platform] })(AppModule);
  return NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(logger), abortOnError: false });
}

export async function createThings(databaseUrl: string): Promise<void> {
  await sql(databaseUrl, 'create table things (id uuid primary key, name text, email text, pin bytea, tags jsonb)');
  await sql(databaseUrl, `comment on column things.email is 'Personal data: for the specs'`);
  await sql(databaseUrl, `comment on column things.pin is 'Secret: for the specs'`);
  await sql(databaseUrl, `select platform.audit('things', 'thing')`);
}

/** One unit of work in the request of somebody. */
export const as = <T>(actor: string | undefined, app: INestApplicationContext, work: () => Promise<T>): Promise<T> =>
  withCorrelation({ requestId: 'req-of-a-spec', actor, action: actor && ACTION }, () => app.get(UnitOfWork).run(work));

/** The entries so far, oldest first, without what differs from run to run. */
export const entries = (databaseUrl: string) =>
  sql(databaseUrl, 'select seq::int, kind, actor, action, resource, resource_id, operation, before, after, details, request_id from platform.audit_entries order by seq');

/** Empties the log as nobody should be able to. */
export async function forgetEntries(databaseUrl: string): Promise<void> {
  await tamper(databaseUrl, 'truncate platform.audit_entries');
}

/** What only somebody who owns the whole server can do. */
export async function tamper(databaseUrl: string, ...statements: readonly string[]): Promise<void> {
  const triggers = await sql<{ name: string; state: 'O' | 'A' }>(
    databaseUrl, `select tgname as name, tgenabled as state from pg_trigger where tgrelid = 'platform.audit_entries'::regclass and not tgisinternal`);
  const alter = (change: (trigger: { name: string; state: 'O' | 'A' }) => string) => `alter table platform.audit_entries ${triggers.map(change).join(', ')}`;
  const [off, asBefore] = [alter(({ name }) => `disable trigger ${name}`), alter(({ name, state }) => `enable ${state === 'A' ? 'always ' : ''}trigger ${name}`)];
  await sql(databaseUrl, [off, ...statements, asBefore].join('; '));
}

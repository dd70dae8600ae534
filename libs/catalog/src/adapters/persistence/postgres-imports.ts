import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import { Clock, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { Imports, type ImportState, type Step } from '../../application/imports.js';
import type { ImportId, Uploaded } from '../../application/uploaded-files.js';
import { ImportRecord, JobRecord } from './records.js';

/** So many faults are kept to be read; further ones are only counted. */
const FAULTS_KEPT = 10_000;

const OPEN = statement('catalog.open-import', `insert into catalog.imports (id, currency, file_name) values ($1, $2, $3)`);

// One conditional statement decides who does a step: of two workers on one file the second finds another line.
const ADVANCE = statement(
  'catalog.advance-import',
  `with moved as (
     update catalog.imports
        set done_line = $3, rows = rows + $4, products = products + $5, created = created + $6, updated = updated + $7,
            unchanged = unchanged + $8, failed = failed + $9, faults = faults + $10, updated_at = now()
      where id = $1 and done_line = $2 and status = 'running'
      returning id, rows, products, faults
   ), shown as (
     update platform.jobs j set progress = jsonb_build_object('rows', m.rows, 'products', m.products), updated_at = now()
       from moved m where j.id = m.id
   )
   select faults from moved`,
);
const KEEP_FAULTS = statement(
  'catalog.keep-faults',
  `insert into catalog.import_faults (import_id, line, seq, code, column_name, message, value)
   select $1, line, row_number() over (partition by line), code, column_name, message, value
     from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[]) as f(line, code, column_name, message, value)
   on conflict do nothing`,
);
const FORGET = statement('catalog.forget-chunks', `delete from catalog.import_chunks where import_id = $1`);
const COMPLETE = statement(
  'catalog.complete-import',
  `with done as (
     update catalog.imports set status = 'completed', updated_at = now() where id = $1 and status = 'running' returning *
   ), forgotten as (
     delete from catalog.import_chunks where import_id = (select id from done)
   )
   update platform.jobs j
      set status = 'completed', updated_at = now(), progress = jsonb_build_object('rows', d.rows, 'products', d.products),
          result = jsonb_build_object('created', d.created, 'updated', d.updated, 'unchanged', d.unchanged, 'failed', d.failed, 'row_errors', d.faults)
     from done d where j.id = d.id`,
);
const STALLED = statement(
  'catalog.stalled-imports',
  `select id from catalog.imports where status in ('pending', 'running') and updated_at < now() - interval '2 minutes' order by updated_at limit 100`,
);
const SWEEP = statement(
  'catalog.sweep-uploads',
  `with broken as (select id from catalog.imports where status = 'uploading' and updated_at < now() - interval '1 day' limit 10),
        forgotten as (delete from catalog.import_chunks where import_id in (select id from broken))
   update catalog.imports set status = 'failed', error_code = 'upload-broke-off', error_message = 'The upload broke off.' where id in (select id from broken)`,
);

@Injectable()
export class PostgresImports extends Imports {
  constructor(
    private readonly database: Database,
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {
    super();
  }

  async open(id: ImportId, currency: string, fileName: string | null): Promise<void> {
    await this.database.query(OPEN, [toUuid(id), currency, fileName]);
  }

  async request(id: ImportId, currency: string, { size }: Uploaded): Promise<void> {
    const updatedAt = this.clock.now();
    await this.em.nativeUpdate(ImportRecord, { id: toUuid(id) }, { status: 'pending', currency, size, updatedAt });
    await this.em.insert(JobRecord, { id: toUuid(id), kind: 'catalog.import', status: 'pending', updatedAt });
  }

  async find(id: ImportId): Promise<ImportState | undefined> {
    const found = await this.em.fork({ keepTransactionContext: true }).findOne(ImportRecord, { id: toUuid(id) });
    return found ? { id, status: found.status as ImportState['status'], currency: found.currency, doneLine: found.doneLine } : undefined;
  }

  async start(id: ImportId): Promise<void> {
    await this.#become(id, 'running');
  }

  async advance(id: ImportId, fromLine: number, step: Step): Promise<boolean> {
    const { toLine, rows, products, created, updated, unchanged, failed, faults } = step;
    const moved = await this.database.first<{ faults: number }>(ADVANCE, [
      toUuid(id), fromLine, toLine, rows, products, created, updated, unchanged, failed, faults.length,
    ]);
    if (!moved) return false;
    const kept = faults.slice(0, Math.max(0, FAULTS_KEPT - (moved.faults - faults.length)));
    if (kept.length > 0) {
      const columns = [kept.map((f) => f.line), kept.map((f) => f.code), kept.map((f) => f.column ?? null), kept.map((f) => f.message), kept.map((f) => f.value ?? null)];
      await this.database.query(KEEP_FAULTS, [toUuid(id), ...columns]);
    }
    return true;
  }

  async complete(id: ImportId): Promise<void> {
    await this.database.query(COMPLETE, [toUuid(id)]);
  }

  async fail(id: ImportId, { code, message }: { code: string; message: string }): Promise<void> {
    await this.#become(id, 'failed', { errorCode: code, errorMessage: message }, JSON.stringify({ code, message }));
    await this.database.query(FORGET, [toUuid(id)]);
  }

  async stalled(): Promise<ImportId[]> {
    return (await this.database.query<{ id: string }>(STALLED)).map(({ id }) => toId('job', id));
  }

  async sweep(): Promise<void> {
    await this.database.query(SWEEP);
  }

  async #become(id: ImportId, status: ImportState['status'], error: { errorCode?: string; errorMessage?: string } = {}, shown: string | null = null): Promise<void> {
    const updatedAt = this.clock.now();
    const open = { id: toUuid(id), status: { $in: ['pending', 'running'] } };
    const changed = await this.em.nativeUpdate(ImportRecord, open, { status, updatedAt, ...error });
    if (changed > 0) await this.em.nativeUpdate(JobRecord, { id: toUuid(id) }, { status, updatedAt, error: shown });
  }
}


import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, encodeCursor, pageOf, statement } from '@holdfast/platform';
import { GetImport, GetJob, type ImportRowView, type ImportView, type JobView, ListImportRows } from '../../application/reads.js';
import { ImportNotFound } from '../../domain/errors.js';
import { keysetOf } from './keyset.js';

const time = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

const IMPORT = statement(
  'catalog.get-import',
  `select id, 'catalog.import' as kind, status, file_name, currency, size,
          json_build_object('rows', rows, 'products', products) as progress,
          case when status = 'completed' then json_build_object('created', created, 'updated', updated, 'unchanged', unchanged,
               'failed', failed, 'row_errors', faults) end as result,
          case when status = 'failed' then json_build_object('code', error_code, 'message', error_message) end as error,
          ${time('created_at')}, ${time('updated_at')}
     from catalog.imports where id = $1 and status <> 'uploading'`,
);
const JOB = statement(
  'catalog.get-job',
  `select id, kind, status, progress, result, error, ${time('created_at')}, ${time('updated_at')} from platform.jobs where id = $1`,
);
const ROWS = statement(
  'catalog.list-import-rows',
  `select line, seq, 'failed' as status, code, message, column_name as column, value from catalog.import_faults
    where import_id = $1 and (line, seq) > ($2, $3) order by line, seq limit $4`,
);

@QueryHandler(GetImport)
export class GetImportHandler implements IQueryHandler<GetImport> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetImport): Promise<ImportView> {
    const row = await this.database.first<ImportView>(IMPORT, [toUuid(id)]);
    if (!row) throw new ImportNotFound();
    return { ...row, id: toId('job', row.id) };
  }
}

@QueryHandler(GetJob)
export class GetJobHandler implements IQueryHandler<GetJob> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetJob): Promise<JobView> {
    const row = await this.database.first<Omit<JobView, 'error'> & { error: string | null }>(JOB, [toUuid(id)]);
    if (!row) throw new ImportNotFound();
    return { ...row, id: toId('job', row.id), error: row.error === null ? null : (JSON.parse(row.error) as JobView['error']) };
  }
}

@QueryHandler(ListImportRows)
export class ListImportRowsHandler implements IQueryHandler<ListImportRows> {
  constructor(private readonly database: Database) {}

  async execute({ id, limit, cursor }: ListImportRows): Promise<Page<ImportRowView>> {
    if (!(await this.database.first(IMPORT, [toUuid(id)]))) throw new ImportNotFound();
    const [line, seq] = cursor ? keysetOf(cursor, 'import-rows', ['int', 'int']) : [0, 0];
    const rows = await this.database.query<ImportRowView & { seq: number }>(ROWS, [toUuid(id), line, seq, limit + 1]);
    return pageOf(rows, limit, ({ seq: _, ...row }) => row, (last) => encodeCursor('import-rows', [last.line, last.seq]));
  }
}

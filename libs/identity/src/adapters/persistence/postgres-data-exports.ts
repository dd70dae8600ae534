import { Inject, Injectable } from '@nestjs/common';
import { newId, toId, toUuid } from '@holdfast/kernel';
import { Database, PLATFORM_SETTINGS, type PlatformSettings, Sealed, statement } from '@holdfast/platform';
import type { CustomerId } from '../../domain/customer.js';
import { type DataExport, type DataExportId, DataExports, EXPORT_DAYS, type TakenExport } from '../../domain/data-export.js';

const COLUMNS = 'id, status, requested_at, expires_at';
const REQUEST = statement(
  'identity.request-data-export',
  `insert into identity.data_exports as e (id, customer_id) values ($1, $2)
   on conflict (customer_id) do update
      set id = excluded.id, status = 'pending', content = null, requested_at = now(), lease_until = null, ready_at = null, expires_at = null
    where e.status = 'ready'
   returning ${COLUMNS}`,
);
const OF_CUSTOMER = statement('identity.data-export-of', `select ${COLUMNS} from identity.data_exports where customer_id = $1`);
const MINE = `from identity.data_exports where id = $1 and customer_id = $2 and (expires_at is null or expires_at > now())`;
const FIND = statement('identity.data-export', `select ${COLUMNS} ${MINE}`);
const CONTENT = statement('identity.data-export-content', `select content ${MINE} and status = 'ready'`);
const TAKE = statement(
  'identity.take-data-export',
  `update identity.data_exports set lease_until = now() + interval '2 minutes'
    where id = (select id from identity.data_exports where status = 'pending' and (lease_until is null or lease_until < now())
                 order by requested_at limit 1 for update skip locked)
   returning id, customer_id`,
);
const KEEP = statement(
  'identity.keep-data-export',
  `update identity.data_exports
      set status = 'ready', content = $2, ready_at = now(), expires_at = now() + make_interval(days => ${EXPORT_DAYS}), lease_until = null
    where id = $1 and status = 'pending' returning id`,
);
const FORGET = statement('identity.forget-data-exports', `delete from identity.data_exports where expires_at <= now()`);

interface Row {
  readonly id: string;
  readonly status: DataExport['status'];
  readonly requested_at: string;
  readonly expires_at: string | null;
}

@Injectable()
export class PostgresDataExports extends DataExports {
  readonly #sealed: Sealed;

  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) { secret }: PlatformSettings,
  ) {
    super();
    this.#sealed = new Sealed(secret, 'data-export');
  }

  async request(customer: CustomerId): Promise<DataExport> {
    const row = await this.database.first<Row>(REQUEST, [toUuid(newId('exp')), toUuid(customer)]);
    return exportOf(row ?? (await this.database.first<Row>(OF_CUSTOMER, [toUuid(customer)]))!);
  }

  async find(id: DataExportId, customer: CustomerId): Promise<DataExport | undefined> {
    const row = await this.database.first<Row>(FIND, [toUuid(id), toUuid(customer)]);
    return row && exportOf(row);
  }

  async content(id: DataExportId, customer: CustomerId): Promise<Buffer | undefined> {
    const row = await this.database.first<{ content: Buffer }>(CONTENT, [toUuid(id), toUuid(customer)]);
    return row && this.#sealed.open(row.content);
  }

  async take(): Promise<TakenExport | undefined> {
    const row = await this.database.first<{ id: string; customer_id: string }>(TAKE);
    return row && { id: toId('exp', row.id), customer: toId('cus', row.customer_id) };
  }

  async keep(id: DataExportId, document: Buffer): Promise<boolean> {
    return (await this.database.query(KEEP, [toUuid(id), this.#sealed.seal(document)])).length > 0;
  }

  async forgetExpired(): Promise<void> {
    await this.database.query(FORGET);
  }
}

const exportOf = ({ id, status, requested_at, expires_at }: Row): DataExport => ({
  id: toId('exp', id),
  status,
  requestedAt: new Date(requested_at),
  expiresAt: expires_at ? new Date(expires_at) : null,
});

import { Inject, Injectable } from '@nestjs/common';
import { type DataSubject, newId, toId, toUuid, type Wait } from '@holdfast/kernel';
import { Database, PLATFORM_SETTINGS, type PlatformSettings, Sealed, statement } from '@holdfast/platform';
import type { CustomerId } from '../../domain/customer.js';
import { type AskedBy, type DueErasure, type Erasure, type ErasureId, Erasures, type ErasureStatus, LOOK_AGAIN_MINUTES } from '../../domain/erasure.js';

const COLUMNS = 'id, customer_id, status, waits, requested_at, completed_at';
const REQUEST = statement(
  'identity.request-erasure',
  `insert into identity.erasures (id, customer_id, asked_by, addresses) values ($1, $2, $3, $4) on conflict (customer_id) do nothing returning ${COLUMNS}`,
);
const FIND = statement('identity.erasure', `select ${COLUMNS} from identity.erasures where id = $1`);
const OF_CUSTOMER = statement('identity.erasure-of', `select ${COLUMNS} from identity.erasures where customer_id = $1`);
const DUE = statement('identity.due-erasures', `select id from identity.erasures where status <> 'completed' and next_at <= now() order by next_at limit $1`);
const LOCK = statement(
  'identity.lock-erasure',
  `select customer_id, addresses, passes, requested_at from identity.erasures
    where id = $1 and status <> 'completed' and next_at <= now() for update skip locked`,
);
const PASSED = statement(
  'identity.erasure-passed',
  `update identity.erasures
      set passes = passes + 1, waits = $2, status = case when $3 then 'completed' else 'waiting' end, completed_at = case when $3 then now() end,
          addresses = case when $3 then null else addresses end, next_at = greatest($4::timestamptz, now() + make_interval(mins => ${LOOK_AGAIN_MINUTES}))
    where id = $1`,
);
const POSTPONE = statement('identity.postpone-erasure', `update identity.erasures set next_at = now() + interval '1 minute' where id = $1 and status <> 'completed'`);

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly status: ErasureStatus;
  readonly waits: readonly { subject: string; reason: string; until: string }[];
  readonly requested_at: string;
  readonly completed_at: string | null;
}

interface LockedRow {
  readonly customer_id: string;
  readonly addresses: Buffer;
  readonly passes: number;
  readonly requested_at: string;
}

/** The addresses are sealed: until the erasure is completed they are needed, and nobody else needs to see them. */
@Injectable()
export class PostgresErasures extends Erasures {
  readonly #sealed: Sealed;

  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) { secret }: PlatformSettings,
  ) {
    super();
    this.#sealed = new Sealed(secret, 'erasures');
  }

  async request({ customer, emails }: DataSubject, askedBy: AskedBy): Promise<{ erasure: Erasure; fresh: boolean }> {
    const sealed = this.#sealed.seal(Buffer.from(JSON.stringify(emails)));
    const row = await this.database.first<Row>(REQUEST, [toUuid(newId('era')), toUuid(customer), askedBy, sealed]);
    if (!row) return { erasure: (await this.findByCustomer(customer as CustomerId))!, fresh: false };
    return { erasure: erasureOf(row), fresh: true };
  }

  async find(id: ErasureId): Promise<Erasure | undefined> {
    const row = await this.database.first<Row>(FIND, [toUuid(id)]);
    return row && erasureOf(row);
  }

  async findByCustomer(customer: CustomerId): Promise<Erasure | undefined> {
    const row = await this.database.first<Row>(OF_CUSTOMER, [toUuid(customer)]);
    return row && erasureOf(row);
  }

  async due(limit: number): Promise<ErasureId[]> {
    return (await this.database.query<{ id: string }>(DUE, [limit])).map(({ id }) => toId('era', id));
  }

  async lock(id: ErasureId): Promise<DueErasure | undefined> {
    const row = await this.database.first<LockedRow>(LOCK, [toUuid(id)]);
    if (!row) return undefined;
    const emails = JSON.parse(this.#sealed.open(row.addresses).toString()) as string[];
    return { id, passes: row.passes, subject: { customer: toId('cus', row.customer_id), emails, until: new Date(row.requested_at) } };
  }

  async passed(id: ErasureId, waits: readonly Wait[], completed: boolean): Promise<void> {
    const next = waits.length === 0 ? null : new Date(Math.min(...waits.map(({ until }) => until.getTime())));
    await this.database.send(PASSED, [toUuid(id), JSON.stringify(waits), completed, next]);
  }

  async postpone(id: ErasureId): Promise<void> {
    await this.database.query(POSTPONE, [toUuid(id)]);
  }
}

const erasureOf = ({ id, customer_id, status, waits, requested_at, completed_at }: Row): Erasure => ({
  id: toId('era', id),
  customer: toId('cus', customer_id),
  status,
  waits: waits.map(({ subject, reason, until }) => ({ subject, reason, until: new Date(until) })),
  requestedAt: new Date(requested_at),
  completedAt: completed_at ? new Date(completed_at) : null,
});

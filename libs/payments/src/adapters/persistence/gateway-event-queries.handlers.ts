import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, statement } from '@holdfast/platform';
import { type GatewayEventSummary, type GatewayEventView, GetGatewayEvent, ListGatewayEvents, ListRefusals, type RefusalCount } from '../../application/gateway-event-queries.js';
import type { GatewayEventState } from '../../domain/gateway-event.js';

const COLUMNS = 'id, gateway, event_id, type, reference, payment_id, state, reason, tries, next_try_at, occurred_at, received_at';
const LIST = plannedByValues(
  'payments.gateway-events',
  `select ${COLUMNS} from payments.gateway_events
    where ($1::text is null or gateway = $1) and ($2::text is null or type = $2) and ($3::text is null or state = $3)
      and ($4::text is null or reference = $4) and ($5::timestamptz is null or (received_at, id) < ($5, $6))
    order by received_at desc, id desc limit $7`,
);
const ONE = statement('payments.gateway-event', `select ${COLUMNS}, payload from payments.gateway_events where id = $1`);
const REFUSALS = statement(
  'payments.webhook-refusals',
  `select day::text as day, gateway, reason, count, last_at from payments.gateway_event_refusals
    where day > (now() at time zone 'UTC')::date - 90 order by day desc, gateway, reason limit 1000`,
);

interface Row {
  readonly id: string;
  readonly gateway: string;
  readonly event_id: string;
  readonly type: string;
  readonly reference: string | null;
  readonly payment_id: string | null;
  readonly state: GatewayEventState;
  readonly reason: string | null;
  readonly tries: number;
  readonly next_try_at: string | null;
  readonly occurred_at: string;
  readonly received_at: string;
}

const iso = (time: string): string => new Date(time).toISOString();

const summary = ({ id, payment_id, next_try_at, occurred_at, received_at, ...row }: Row): GatewayEventSummary => ({
  ...row,
  id: toId('gev', id),
  payment_id: payment_id === null ? null : toId('pay', payment_id),
  next_try_at: next_try_at === null ? null : iso(next_try_at),
  occurred_at: iso(occurred_at),
  received_at: iso(received_at),
});

@QueryHandler(ListGatewayEvents)
export class ListGatewayEventsHandler implements IQueryHandler<ListGatewayEvents> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { gateway, type, state, reference, limit, cursor } }: ListGatewayEvents): Promise<Page<GatewayEventSummary>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'gateway-events', ['timestamp', 'uuid']) : [null, null];
    const rows = await this.database.query<Row>(LIST, [gateway ?? null, type ?? null, state ?? null, reference ?? null, before, beforeId, limit + 1]);
    return pageOf(rows, limit, summary, (last) => encodeCursor('gateway-events', [last.received_at, last.id]));
  }
}

@QueryHandler(GetGatewayEvent)
export class GetGatewayEventHandler implements IQueryHandler<GetGatewayEvent> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetGatewayEvent): Promise<GatewayEventView> {
    const row = await this.database.first<Row & Pick<GatewayEventView, 'payload'>>(ONE, [toUuid(id)]);
    if (!row) throw new NotFound();
    const { payload, ...rest } = row;
    return { ...summary(rest), payload };
  }
}

@QueryHandler(ListRefusals)
export class ListRefusalsHandler implements IQueryHandler<ListRefusals> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<Page<RefusalCount>> {
    const rows = await this.database.query<RefusalCount>(REFUSALS);
    return { data: rows.map((row) => ({ ...row, last_at: iso(row.last_at) })), page: { next_cursor: null, has_more: false } };
  }
}

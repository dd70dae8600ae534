import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, EventLog, statement } from '@holdfast/platform';
import { GetOrderTimeline, type TimelineEntry } from '../../application/order-queries.js';

const ORDER = statement('ordering.order-checkout', `select checkout_id from ordering.orders where id = $1`);

@QueryHandler(GetOrderTimeline)
export class GetOrderTimelineHandler implements IQueryHandler<GetOrderTimeline> {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  async execute({ id }: GetOrderTimeline): Promise<Page<TimelineEntry>> {
    const row = await this.database.first<{ checkout_id: string }>(ORDER, [toUuid(id)]);
    if (!row) throw new NotFound();
    const events = await this.events.about([id, toId('chk', row.checkout_id)]);
    return {
      data: events.map(({ id: event, type, subject, from, to, actor, requestId, payload, occurredAt }) => ({
        id: event, type, subject, from, to, actor, request_id: requestId, payload, occurred_at: occurredAt.toISOString(),
      })),
      page: { next_cursor: null, has_more: false },
    };
  }
}

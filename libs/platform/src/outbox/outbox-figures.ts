import { Injectable } from '@nestjs/common';
import { Metrics } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';

/** More are not counted: the relay takes hours for so many, and whoever looks knows enough. */
const MOST = 100_000;

// Ids are made from the time, so that the first one is the oldest, near enough.
const LAG = statement(
  'platform.outbox-lag',
  `select (select count(*)::int from (select from platform.outbox where published_at is null limit ${MOST}) waiting) as unpublished,
          coalesce((select extract(epoch from clock_timestamp() - occurred_at) from platform.outbox where published_at is null order by id limit 1), 0)::float8 as age`,
);

/** How far the relay is behind. */
@Injectable()
export class OutboxFigures {
  constructor(metrics: Metrics, database: Database) {
    metrics.figures({
      name: 'outbox',
      gauges: [
        { name: 'holdfast_outbox_unpublished_events', help: `Events that were not handed to the queue yet, counted up to ${MOST}.` },
        { name: 'holdfast_outbox_oldest_unpublished_age_seconds', help: 'Age of the oldest of them; 0 where there is none.' },
      ],
      read: async () => {
        const { unpublished = 0, age = 0 } = (await database.first<{ unpublished: number; age: number }>(LAG)) ?? {};
        return { holdfast_outbox_unpublished_events: [{ value: unpublished }], holdfast_outbox_oldest_unpublished_age_seconds: [{ value: Math.max(age, 0) }] };
      },
    });
  }
}

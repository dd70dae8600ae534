import { Injectable } from '@nestjs/common';
import { Metrics } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';

const LIVE = ['open', 'processing', 'requires_action'] as const;

const COUNT = statement(
  'ordering.checkout-figures',
  `select status, count(*)::int as checkouts, extract(epoch from now() - min(updated_at))::float8 as age
     from ordering.checkouts where status in ('open', 'processing', 'requires_action') group by status`,
);

/** Checkouts under way. Those that ended are counted as events. */
@Injectable()
export class CheckoutFigures {
  constructor(metrics: Metrics, database: Database) {
    metrics.figures({
      name: 'checkouts',
      gauges: [
        { name: 'holdfast_checkouts_live', help: 'Checkouts that are not over, by status.', labels: ['status'] },
        { name: 'holdfast_checkouts_oldest_processing_age_seconds', help: 'For how long the checkout that is processing longest has been so; 0 where none is.' },
      ],
      read: async () => {
        const rows = await database.query<{ status: string; checkouts: number; age: number }>(COUNT);
        const of = (status: string) => rows.find((row) => row.status === status);
        return {
          holdfast_checkouts_live: LIVE.map((status) => ({ value: of(status)?.checkouts ?? 0, labels: { status } })),
          holdfast_checkouts_oldest_processing_age_seconds: [{ value: Math.max(of('processing')?.age ?? 0, 0) }],
        };
      },
    });
  }
}

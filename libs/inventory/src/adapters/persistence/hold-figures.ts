import { Injectable } from '@nestjs/common';
import { Metrics } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';

const COUNT = statement('inventory.hold-figures', `select count(*)::int as holds, coalesce(sum(quantity), 0)::float8 as units from inventory.holds where status = 'held' and not pinned`);

/** Stock that checkouts keep which nobody pays at this moment. */
@Injectable()
export class HoldFigures {
  constructor(metrics: Metrics, database: Database) {
    metrics.figures({
      name: 'holds',
      gauges: [
        { name: 'holdfast_stock_holds_unpaid', help: 'Holds of checkouts of which no payment is on its way.' },
        { name: 'holdfast_stock_holds_unpaid_units', help: 'Units that these holds keep.' },
      ],
      read: async () => {
        const { holds, units } = (await database.first<{ holds: number; units: number }>(COUNT))!;
        return { holdfast_stock_holds_unpaid: [{ value: holds }], holdfast_stock_holds_unpaid_units: [{ value: units }] };
      },
    });
  }
}

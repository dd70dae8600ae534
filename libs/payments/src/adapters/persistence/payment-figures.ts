import { Injectable } from '@nestjs/common';
import { Metrics } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';

const UNDECIDED = ['created', 'sent', 'requires_action', 'unknown'] as const;
const OPEN_EVENTS = ['received', 'parked', 'failed'] as const;

// Each from an index of what is under way, or waits for people: they stay small.
const COUNT = statement(
  'payments.figures',
  `select (select coalesce(jsonb_object_agg(state, jobs), '{}') from (
             select state, count(*) as jobs from payments.operations where state in ('created', 'sent', 'requires_action', 'unknown') group by state) o) as operations,
          (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from payments.operations
            where state in ('created', 'sent', 'requires_action', 'unknown') and state = 'unknown') as unknown_for,
          (select count(*)::int from payments.operations where needs_human) as for_people,
          (select count(*)::int from payments.gateway_events where state in ('received', 'parked') and state = 'received') as received,
          (select count(*)::int from payments.gateway_events where state in ('received', 'parked') and state = 'parked') as parked,
          (select count(*)::int from payments.gateway_events where state = 'failed') as failed,
          (select count(*)::int from payments.disputes where status = 'open') as disputes,
          (select count(*)::int from payments.settlement_differences where status = 'open') as differences`,
);

type Row = Readonly<Record<'unknown_for' | 'for_people' | (typeof OPEN_EVENTS)[number] | 'disputes' | 'differences', number>> & {
  readonly operations: Readonly<Record<string, number>>;
};

/** Money that nobody knows the outcome of yet, and what waits for people. */
@Injectable()
export class PaymentFigures {
  constructor(metrics: Metrics, database: Database) {
    metrics.figures({
      name: 'payments',
      gauges: [
        { name: 'holdfast_payment_operations_undecided', help: 'Operations whose outcome is not certain, by state.', labels: ['state'] },
        { name: 'holdfast_payment_operations_oldest_unknown_age_seconds', help: 'Age of the oldest operation whose outcome is unknown; 0 where there is none.' },
        { name: 'holdfast_payment_operations_needing_people', help: 'Operations that nothing but a person can decide any more.' },
        { name: 'holdfast_gateway_events_open', help: 'Webhooks that were not worked on yet, or could not be, by state.', labels: ['state'] },
        { name: 'holdfast_disputes_open', help: 'Disputes that are not decided.' },
        { name: 'holdfast_settlement_differences_open', help: 'Differences between reports of gateways and the books that nobody has decided about.' },
      ],
      read: async () => {
        const row = (await database.first<Row>(COUNT))!;
        return {
          holdfast_payment_operations_undecided: UNDECIDED.map((state) => ({ value: row.operations[state] ?? 0, labels: { state } })),
          holdfast_payment_operations_oldest_unknown_age_seconds: [{ value: Math.max(row.unknown_for, 0) }],
          holdfast_payment_operations_needing_people: [{ value: row.for_people }],
          holdfast_gateway_events_open: OPEN_EVENTS.map((state) => ({ value: row[state], labels: { state } })),
          holdfast_disputes_open: [{ value: row.disputes }],
          holdfast_settlement_differences_open: [{ value: row.differences }],
        };
      },
    });
  }
}

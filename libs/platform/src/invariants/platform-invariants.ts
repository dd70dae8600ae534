import type { Invariant } from './invariant.js';

export const PLATFORM_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I17',
    holds: 'No event waits for more than a minute to be published.',
    sql: `select id, type, occurred_at from platform.outbox where published_at is null and occurred_at < now() - interval '1 minute'`,
  },
  {
    id: 'I19',
    holds: 'Every event reached everybody who subscribed to it within five minutes, or is dead with a reason.',
    sql: `select s.consumer, o.id as event_id, o.type, o.published_at from platform.subscriptions s join platform.outbox o on o.type = s.type
           where o.published_at between greatest(s.since, now() - interval '29 days') and now() - interval '5 minutes'
             and not exists (select from platform.inbox i where i.consumer = s.consumer and i.message_id = o.id)
             and not exists (select from platform.dead_deliveries d where d.consumer = s.consumer and d.message_id = o.id)`,
  },
  {
    id: 'I20',
    holds: 'A finished idempotency key has its answer; none is in progress long past its lease without open work behind it.',
    sql: `select scope, key, state from platform.idempotency_keys
           where (state = 'done' and answer is null) or (state = 'in_progress' and resource is null and locked_until < now() - interval '5 minutes')`,
  },
  {
    id: 'I21',
    holds: 'The history of everything is contiguous: each transition starts where the one before it ended.',
    sql: `select * from (select subject, version, from_state, lag(to_state) over (partition by subject order by version) as ended
            from platform.outbox where to_state is not null and subject_kind <> 'op') t
           where t.ended is not null and t.from_state is distinct from t.ended`,
  },
];

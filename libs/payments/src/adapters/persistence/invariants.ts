import type { Invariant } from '@holdfast/platform';
import { LEDGER_INVARIANTS } from './ledger/ledger-invariants.js';

const SUCCEEDED = ['succeeded'];
const UNDECIDED = ['created', 'sent', 'requires_action', 'unknown'];
const sumOf = (kind: string, states: readonly string[]): string =>
  `coalesce(sum(o.amount) filter (where o.kind = '${kind}' and o.state in (${states.map((state) => `'${state}'`).join(', ')})), 0)`;

export const PAYMENTS_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I7',
    holds: 'No undecided payment operation, and no payment method that is to be set up or detached, is forgotten: each is asked about when its time comes, or a person was asked.',
    sql: `select id, payment_id, kind, state, created_at from payments.operations
           where state in ('created', 'sent', 'unknown') and not needs_human and coalesce(next_check_at, updated_at) < now() - interval '2 minutes'
          union all
          select id, null, 'payment_method', state, created_at from payments.payment_methods
           where state in ('created', 'sent', 'requires_action', 'unknown', 'detaching') and coalesce(next_check_at, updated_at) < now() - interval '2 minutes'`,
  },
  {
    id: 'I10',
    holds: 'Nothing that a gateway told is forgotten: every event is worked on when its time comes, or a person was asked.',
    sql: `select id, gateway, event_id, state, next_try_at from payments.gateway_events
           where state in ('received', 'parked') and next_try_at < now() - interval '5 minutes'`,
  },
  {
    id: 'I12',
    holds: 'The amounts of a payment are the sums of its succeeded operations; what is set aside, of those that are not decided.',
    sql: `select p.id from payments.payments p left join payments.operations o on o.payment_id = p.id group by p.id
          having p.authorized <> ${sumOf('authorize', SUCCEEDED)} or p.captured <> ${sumOf('capture', SUCCEEDED)}
              or p.voided <> ${sumOf('void', SUCCEEDED)} or p.refunded <> ${sumOf('refund', SUCCEEDED)}
              or p.capturing <> ${sumOf('capture', UNDECIDED)} or p.voiding <> ${sumOf('void', UNDECIDED)} or p.refunding <> ${sumOf('refund', UNDECIDED)}`,
  },
  {
    id: 'I13',
    holds: 'Refunds never exceed captures; captures and voids never exceed authorizations; those under way included.',
    sql: `select id from payments.payments
           where not (refunded >= 0 and refunding >= 0 and refunded + refunding <= captured and capturing >= 0 and voided >= 0 and voiding >= 0
             and captured + capturing + voided + voiding <= authorized and authorized <= amount)`,
  },
  ...LEDGER_INVARIANTS,
];

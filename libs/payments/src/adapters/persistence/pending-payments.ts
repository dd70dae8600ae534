import { Injectable } from '@nestjs/common';
import { PendingWork, type PendingStep, type Purchase, toId, toUuid } from '@holdfast/kernel';
import { Database, statement, TellsPendingWork } from '@holdfast/platform';
import type { OperationKind, OperationState } from '../../domain/operation.js';

const OPERATIONS = statement(
  'payments.pending-operations',
  `select o.id, o.kind, o.state, o.created_at, o.next_check_at, o.needs_human, p.gateway
     from payments.operations o join payments.payments p on p.id = o.payment_id
    where p.checkout_id = $1 and o.state in ('created', 'sent', 'requires_action', 'unknown')`,
);
const DISPUTES = statement(
  'payments.pending-disputes',
  `select d.id, d.opened_at, d.evidence_due_at, d.gateway from payments.disputes d join payments.payments p on p.id = d.payment_id where p.checkout_id = $1 and d.status = 'open'`,
);

interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly created_at: string;
  readonly next_check_at: string | null;
  readonly needs_human: boolean;
  readonly gateway: string;
}

interface DisputeRow {
  readonly id: string;
  readonly opened_at: string;
  readonly evidence_due_at: string | null;
  readonly gateway: string;
}

/** Money whose whereabouts are not certain, or not decided. */
@Injectable()
@TellsPendingWork()
export class PendingPayments extends PendingWork {
  constructor(private readonly database: Database) {
    super();
  }

  async about({ checkout }: Purchase): Promise<PendingStep[]> {
    const [operations, disputes] = await Promise.all([
      this.database.query<OperationRow>(OPERATIONS, [toUuid(checkout)]), this.database.query<DisputeRow>(DISPUTES, [toUuid(checkout)]),
    ]);
    return [...operations.map(ofOperation), ...disputes.map(ofDispute)];
  }
}

function ofOperation({ id, kind, state, created_at: since, next_check_at: at, needs_human: isForPeople, gateway }: OperationRow): PendingStep {
  const step = { about: toId('op', id), since: new Date(since), nextAt: at === null || isForPeople ? null : new Date(at) };
  if (isForPeople) return { ...step, what: `${kind}-undecided`, next: 'staff', advice: `${gateway} could not be made to tell what became of it. Look it up in its dashboard, then say so: POST /v1/admin/operations/${step.about}/resolutions.` };
  if (state === 'requires_action') return { ...step, what: `${kind}-awaits-shopper`, next: 'shopper', advice: `The shopper has to confirm it at ${gateway}; the stock is held until the checkout expires.` };
  if (state === 'unknown') return { ...step, what: `${kind}-unknown`, next: 'worker', advice: `${gateway} gave no certain answer. It is asked again by itself; the stock stays held, and nothing is charged twice.` };
  return { ...step, what: `${kind}-under-way`, next: 'gateway', advice: `${gateway} has it, or is about to.` };
}

const ofDispute = ({ id, opened_at: since, evidence_due_at: due, gateway }: DisputeRow): PendingStep => ({
  what: 'dispute-open', about: toId('dsp', id), since: new Date(since), next: 'staff', nextAt: null,
  advice: `The shopper disputes it at ${gateway}.${due ? ` Evidence can be given there until ${new Date(due).toISOString()}.` : ''}`,
});

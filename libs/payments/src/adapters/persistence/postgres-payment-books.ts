import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { DisputeStatus } from '../../disputes.js';
import type { Dispute } from '../../domain/dispute.js';
import type { KnownOperation } from '../../domain/observed.js';
import type { OperationKind, OperationState, PaymentId } from '../../domain/operation.js';
import { PaymentBooks } from '../../domain/payment-books.js';
import type { CaptureOrRefund } from '../../domain/refund-split.js';

const OPERATIONS = statement('payments.known-operations', 'select id, kind, state, reference from payments.operations where payment_id = $1');
const CAPTURES = statement(
  'payments.captures-and-refunds',
  `select payment_id, id, kind, amount, capture_id from payments.operations
    where payment_id = any($1::uuid[]) and ((kind = 'capture' and state = 'succeeded') or (kind = 'refund' and state not in ('failed', 'returned')))
    order by created_at, id`,
);
const DISPUTES = statement('payments.disputes', 'select * from payments.disputes where payment_id = $1');
const SAVE = statement(
  'payments.save-disputes',
  `with watched as (
     update payments.payments set next_observation_at = coalesce(next_observation_at, now() + interval '1 hour') where id = $1 and 'open' = any($4::text[])
   )
   insert into payments.disputes (id, payment_id, gateway, reference, status, reason, amount, currency, evidence_due_at, opened_at, closed_at, version)
   select d.id, p.id, p.gateway, d.reference, d.status, d.reason, d.amount, p.currency, d.evidence_due_at, d.opened_at,
          case when d.status <> 'open' then now() end, d.version
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::int[])
       as d(id, reference, status, reason, amount, evidence_due_at, opened_at, version) join payments.payments p on p.id = $1
   on conflict (id) do update set status = excluded.status, evidence_due_at = excluded.evidence_due_at, closed_at = excluded.closed_at,
     version = excluded.version, updated_at = now()`,
);

interface CaptureRow {
  readonly payment_id: string;
  readonly id: string;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
  readonly capture_id: string | null;
}

interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly reference: string | null;
}

export interface DisputeRow {
  readonly id: string;
  readonly payment_id: string;
  readonly gateway: string;
  readonly reference: string;
  readonly status: DisputeStatus;
  readonly reason: string;
  readonly amount: number;
  readonly currency: string;
  readonly evidence_due_at: string | null;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly version: number;
}

export const date = (time: string | null): Date | null => (time === null ? null : new Date(time));

@Injectable()
export class PostgresPaymentBooks extends PaymentBooks {
  constructor(private readonly database: Database) {
    super();
  }

  async operationsOf(paymentId: PaymentId): Promise<KnownOperation[]> {
    return (await this.database.query<OperationRow>(OPERATIONS, [toUuid(paymentId)])).map((row) => ({ ...row, id: toId('op', row.id) }));
  }

  async capturesAndRefunds(paymentIds: readonly PaymentId[]): Promise<Map<PaymentId, CaptureOrRefund[]>> {
    const rows = await this.database.query<CaptureRow>(CAPTURES, [paymentIds.map(toUuid)]);
    const shown = ({ id, kind, amount, capture_id: of }: CaptureRow): CaptureOrRefund => ({ id: toId('op', id), kind, amount, captureId: of === null ? null : toId('op', of) });
    return new Map([...Map.groupBy(rows, (row) => toId('pay', row.payment_id))].map(([id, group]) => [id, group.map(shown)]));
  }

  async disputesOf(paymentId: PaymentId): Promise<Dispute[]> {
    const rows = await this.database.query<DisputeRow>(DISPUTES, [toUuid(paymentId)]);
    return rows.map(({ id, reference, status, reason, amount, evidence_due_at: due, opened_at: opened, version }) => ({
      id: toId('dsp', id), reference, status, reason, amount, evidenceDueAt: date(due), openedAt: new Date(opened), version,
    }));
  }

  async saveDisputes(paymentId: PaymentId, disputes: readonly Dispute[]): Promise<void> {
    if (disputes.length === 0) return;
    await this.database.send(SAVE, [
      toUuid(paymentId),
      disputes.map(({ id }) => toUuid(id)),
      disputes.map(({ reference }) => reference),
      disputes.map(({ status }) => status),
      disputes.map(({ reason }) => reason),
      disputes.map(({ amount }) => amount),
      disputes.map(({ evidenceDueAt }) => evidenceDueAt?.toISOString() ?? null),
      disputes.map(({ openedAt }) => openedAt.toISOString()),
      disputes.map(({ version }) => version),
    ]);
  }
}

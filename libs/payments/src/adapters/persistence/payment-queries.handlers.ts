import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, type Statement, statement } from '@holdfast/platform';
import { GetOperation, GetPayment, ListPayments, type OperationView, type PaymentDetailsView, type PaymentSummaryView } from '../../application/payment-queries.js';
import { Disputes, shownDispute } from '../../disputes.js';
import type { OperationKind, OperationState } from '../../domain/operation.js';
import { allowedActions } from '../../domain/payment-actions.js';
import { PaymentGateways } from '../../domain/payment-gateway.js';
import { paymentOf, type PaymentRow } from './rows.js';

interface ShownRow extends PaymentRow {
  readonly observed_at: string | null;
  readonly needs_human: boolean;
  readonly giving_back: boolean;
  readonly updated_at: string;
}

interface OperationRow {
  readonly id: string;
  readonly payment_id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly amount: number;
  readonly currency: string;
  readonly code: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly asked_with_id: string | null;
  readonly reference: string | null;
  readonly needs_human: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly outcome: 'succeeded' | 'failed' | null;
  readonly found: string | null;
  readonly note: string;
  readonly decided_by: string;
  readonly decided_at: string;
}

const NEEDS_HUMAN = `exists (select from payments.operations o where o.payment_id = p.id and o.needs_human)`;
/** What `undo` asked for: nobody else leaves captures, voids or refunds without an actor undecided. */
const GIVING_BACK = `exists (select from payments.operations o where o.payment_id = p.id and o.kind in ('void', 'refund') and o.actor is null and o.state in ('created', 'sent', 'requires_action', 'unknown'))`;
const FLAGS = `${NEEDS_HUMAN} as needs_human, ${GIVING_BACK} as giving_back`;
/** Orders are known by their books, which have what they were sold for. `which` is for the few that are found by their operations. */
const listOf = (name: string, which: string): Statement => plannedByValues(
  name,
  `select p.*, ${FLAGS} from payments.payments p
    where ${which} and ($1::text is null or p.gateway = $1) and ($2::text is null or p.status = $2) and ($3::uuid is null or p.checkout_id = $3)
      and ($4::boolean is null or ${NEEDS_HUMAN} = $4) and ($5::timestamptz is null or (p.created_at, p.id) < ($5, $6))
      and ($8::uuid is null or p.checkout_id = (select s.checkout_id from payments.ledger_orders s where s.order_id = $8)) and ($9::boolean is null or ${GIVING_BACK} = $9)
    order by p.created_at desc, p.id desc limit $7`,
);
const LIST = listOf('payments.list', 'true');
const FOR_PEOPLE = listOf('payments.list-for-people', NEEDS_HUMAN);
const BEING_GIVEN_BACK = listOf('payments.list-being-given-back', GIVING_BACK);
const PAYMENT = statement('payments.read', `select p.*, ${FLAGS} from payments.payments p where p.id = $1`);
const OPERATIONS = statement(
  'payments.read-operations',
  `select o.*, r.outcome, r.reference as found, r.note, r.actor as decided_by, r.decided_at
     from payments.operations o left join payments.resolutions r on r.operation_id = o.id
    where o.payment_id = $1 or o.id = $2 or o.asked_with_id = $2 order by o.created_at, o.asked_with_id is not null, o.id`,
);

@QueryHandler(ListPayments)
export class ListPaymentsHandler implements IQueryHandler<ListPayments> {
  constructor(
    private readonly database: Database,
    private readonly gateways: PaymentGateways,
  ) {}

  async execute({ filter: { gateway, status, checkoutId, orderId, needsHuman, givingBack, limit, cursor } }: ListPayments): Promise<Page<PaymentSummaryView>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'payments', ['timestamp', 'uuid']) : [null, null];
    const list = needsHuman ? FOR_PEOPLE : givingBack ? BEING_GIVEN_BACK : LIST;
    const rows = await this.database.query<ShownRow>(list, [
      gateway ?? null, status ?? null, checkoutId ? toUuid(checkoutId) : null, needsHuman ?? null, before, beforeId, limit + 1,
      orderId ? toUuid(orderId) : null, givingBack ?? null,
    ]);
    return pageOf(rows, limit, (row) => summaryOf(row, this.gateways), (last) => encodeCursor('payments', [last.created_at, last.id]));
  }
}

@QueryHandler(GetPayment)
export class GetPaymentHandler implements IQueryHandler<GetPayment> {
  constructor(
    private readonly database: Database,
    private readonly gateways: PaymentGateways,
    private readonly disputes: Disputes,
  ) {}

  async execute({ id }: GetPayment): Promise<PaymentDetailsView> {
    const row = await this.database.first<ShownRow>(PAYMENT, [toUuid(id)]);
    if (!row) throw new NotFound();
    const operations = await this.database.query<OperationRow>(OPERATIONS, [row.id, null]);
    const payment = summaryOf(row, this.gateways);
    const disputes = (await this.disputes.of([payment.checkout_id])).filter(({ paymentId }) => paymentId === payment.id);
    return { ...payment, operations: operations.map((row) => operationOf(row, operations)), disputes: disputes.map(shownDispute) };
  }
}

@QueryHandler(GetOperation)
export class GetOperationHandler implements IQueryHandler<GetOperation> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetOperation): Promise<OperationView> {
    const rows = await this.database.query<OperationRow>(OPERATIONS, [null, toUuid(id)]);
    const row = rows.find((one) => one.id === toUuid(id));
    if (!row) throw new NotFound();
    return operationOf(row, rows);
  }
}

function summaryOf(row: ShownRow, gateways: PaymentGateways): PaymentSummaryView {
  const money = (amount: number) => ({ amount, currency: row.currency });
  const can = gateways.capabilitiesOf(row.gateway);
  return {
    id: toId('pay', row.id),
    checkout_id: toId('chk', row.checkout_id),
    gateway: row.gateway,
    method: row.method,
    reference: row.reference,
    status: row.status,
    amount: money(row.amount),
    authorized: money(row.authorized),
    captured: money(row.captured),
    voided: money(row.voided),
    refunded: money(row.refunded),
    in_flight: { capturing: money(row.capturing), voiding: money(row.voiding), refunding: money(row.refunding) },
    needs_human: row.needs_human,
    giving_back: row.giving_back,
    allowed_actions: can ? allowedActions(paymentOf(row), can) : [],
    observed_at: row.observed_at === null ? null : new Date(row.observed_at).toISOString(),
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
    version: row.version,
  };
}

function partsOf({ id, currency }: OperationRow, all: readonly OperationRow[]): OperationView['parts'] {
  const parts = all.filter((row) => row.id === id || row.asked_with_id === id);
  if (parts.length === 1) return [];
  return parts.map((part) => ({ id: toId('op', part.id), status: part.state, amount: { amount: part.amount, currency }, code: part.code }));
}

const operationOf = (row: OperationRow, all: readonly OperationRow[]): OperationView => ({
  id: toId('op', row.id),
  payment_id: toId('pay', row.payment_id),
  kind: row.kind,
  status: row.state,
  amount: { amount: row.amount, currency: row.currency },
  code: row.code,
  reason: row.reason,
  actor: row.actor,
  reference: row.reference,
  needs_human: row.needs_human,
  resolution: row.outcome === null ? null : { outcome: row.outcome, reference: row.found, note: row.note, actor: row.decided_by, decided_at: new Date(row.decided_at).toISOString() },
  parts: partsOf(row, all),
  created_at: new Date(row.created_at).toISOString(),
  updated_at: new Date(row.updated_at).toISOString(),
});

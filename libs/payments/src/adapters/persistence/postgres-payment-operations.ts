import { Injectable } from '@nestjs/common';
import { type Id, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import { PaymentInProgress } from '../../domain/errors.js';
import type { OperationId, PaymentId } from '../../domain/operation.js';
import type { Payment } from '../../domain/payment.js';
import { type DueCall, type Locked, type NewOperation, PaymentOperations, type Resolution, type Written } from '../../domain/payment-operations.js';
import { FIRST_LOOK_SECONDS, firstLookAfter } from '../../domain/schedule.js';
import type { BegunPayment } from '../../payments.js';
import { dueOf, type DueRow, lockedOf, type LockedRow, paymentOf, type PaymentRow } from './rows.js';
import * as sql from './statements.js';

/** SQL throughout: both transactions of a checkout pass here, many checkouts at a time. */
@Injectable()
export class PostgresPaymentOperations extends PaymentOperations {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(begun: readonly BegunPayment[]): Promise<void> {
    await this.database.send(
      sql.BEGIN,
      [
        begun.map(({ paymentId }) => toUuid(paymentId)),
        begun.map(({ operationId }) => toUuid(operationId)),
        begun.map(({ checkoutId }) => toUuid(checkoutId)),
        begun.map(({ gateway }) => gateway),
        begun.map(({ method }) => method),
        begun.map(({ capture }) => capture),
        begun.map(({ money }) => money.currency),
        begun.map(({ money }) => money.amount),
        begun.map(({ returnUrl }) => returnUrl),
        FIRST_LOOK_SECONDS,
        begun.map(({ payer }) => payer ?? null),
      ],
      (error) => ((error as { constraint?: string }).constraint === 'one_undecided_payment' ? new PaymentInProgress() : error),
    );
  }

  async markSent(ids: readonly OperationId[]): Promise<void> {
    await this.database.query(sql.MARK_SENT, [ids.map(toUuid)]);
  }

  async markCarriedOn(id: OperationId): Promise<boolean> {
    return (await this.database.query(sql.MARK_CARRIED_ON, [toUuid(id)])).length > 0;
  }

  async lock(ids: readonly OperationId[]): Promise<Map<OperationId, Locked>> {
    const rows = await this.database.query<LockedRow>(sql.LOCK, [ids.map(toUuid)]);
    const asked = new Set(ids);
    return new Map(rows.map(lockedOf).flatMap((locked) => (asked.has(locked.operation.id) ? [[locked.operation.id, locked]] : [])));
  }

  async save(changes: readonly Written[]): Promise<void> {
    // Of several changes of one payment the last one tells how it stands.
    const payments = [...new Map(changes.map(({ payment }) => [payment.id, payment])).values()];
    const followed = changes.flatMap(({ followed: money, payment }) => money.map((one) => ({ ...one, payment })));
    await this.database.send(sql.SAVE, [
      changes.map(({ operation }) => toUuid(operation.id)),
      changes.map(({ operation }) => operation.state),
      changes.map(({ code }) => code),
      changes.map(({ operation }) => operation.version),
      changes.map(({ operation }) => operation.reference),
      changes.map(({ operation }) => operation.needsHuman),
      changes.map(({ operation }) => firstLookAfter(operation.state)),
      followed.map(({ id }) => toUuid(id)),
      followed.map(({ payment }) => toUuid(payment.id)),
      followed.map(({ kind }) => kind),
      followed.map(({ amount }) => amount),
      followed.map(({ payment }) => payment.currency),
      payments.map((payment) => toUuid(payment.id)),
      payments.map((payment) => payment.authorized),
      payments.map((payment) => payment.captured),
      payments.map((payment) => payment.voided),
      payments.map((payment) => payment.refunded),
      payments.map((payment) => payment.capturing),
      payments.map((payment) => payment.voiding),
      payments.map((payment) => payment.refunding),
      payments.map((payment) => payment.reference),
      payments.map((payment) => (payment.nextAction ? JSON.stringify(payment.nextAction) : null)),
      payments.map((payment) => payment.status),
      payments.map((payment) => payment.version),
    ]);
  }

  async reserve(operations: readonly NewOperation[]): Promise<void> {
    if (operations.length === 0) return;
    const written = await this.database.query(sql.RESERVE, [
      operations.map(({ id }) => toUuid(id)),
      operations.map(({ paymentId }) => toUuid(paymentId)),
      operations.map(({ kind }) => kind),
      operations.map(({ amount }) => amount),
      operations.map(({ reason }) => reason ?? null),
      operations.map(({ actor }) => actor ?? null),
      // What somebody asked for is sent by the request itself; what the shop owes, by the resolver at once.
      operations.every(({ actor }) => actor === undefined) ? 0 : FIRST_LOOK_SECONDS,
      operations.map(({ captureId }) => (captureId ? toUuid(captureId) : null)),
      operations.map(({ askedWith }) => (askedWith ? toUuid(askedWith) : null)),
    ]);
    if (written.length !== operations.length) throw new Error('An operation would take more than its payment has');
  }

  async abandon(paymentIds: readonly PaymentId[]): Promise<void> {
    await this.database.send(sql.ABANDON, [paymentIds.map(toUuid)]);
  }

  async addResolution({ id, operationId, outcome, reference, note, actor }: Resolution): Promise<void> {
    await this.database.send(sql.RESOLUTION, [toUuid(id), toUuid(operationId), outcome, reference, note, actor]);
  }

  async lockOf(checkoutIds: readonly Id<'chk'>[]): Promise<void> {
    await this.database.query(sql.LOCK_OF_CHECKOUTS, [checkoutIds.map(toUuid)]);
  }

  async payments(ids: readonly PaymentId[]): Promise<Payment[]> {
    return (await this.database.query<PaymentRow>(sql.PAYMENTS, [ids.map(toUuid)])).map(paymentOf);
  }

  async takeDue(limit: number, without: readonly string[]): Promise<DueCall[]> {
    return (await this.database.query<DueRow>(sql.TAKE_DUE, [limit, without])).map(dueOf);
  }

  async undecided(checkoutId: Id<'chk'>): Promise<DueCall[]> {
    return (await this.database.query<DueRow>(sql.UNDECIDED, [toUuid(checkoutId)])).map(dueOf);
  }

  async undecidedOperations(of: readonly OperationId[] | PaymentId): Promise<DueCall[]> {
    const [ids, payment] = typeof of === 'string' ? [[], toUuid(of)] : [of.map(toUuid), null];
    return (await this.database.query<DueRow>(sql.UNDECIDED_OPERATIONS, [ids, payment])).map(dueOf);
  }

  async postpone(id: OperationId, seconds: number | 'human'): Promise<void> {
    const human = seconds === 'human';
    await this.database.query(sql.POSTPONE, [toUuid(id), human ? 3_600 : seconds, human]);
  }

  async of(checkoutIds: readonly Id<'chk'>[]): ReturnType<PaymentOperations['of']> {
    const rows = await this.database.query<PaymentRow>(sql.OF_CHECKOUTS, [checkoutIds.map(toUuid)]);
    return rows.map((row) => ({ ...paymentOf(row), createdAt: new Date(row.created_at) }));
  }
}

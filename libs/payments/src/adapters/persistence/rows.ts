import { toId } from '@holdfast/kernel';
import type { NextAction } from '../../domain/gateway-result.js';
import type { Operation, OperationKind, OperationState } from '../../domain/operation.js';
import type { CaptureMode, Payment, PaymentStatus } from '../../domain/payment.js';
import type { DueCall, Locked } from '../../domain/payment-operations.js';

export interface PaymentRow {
  readonly id: string;
  readonly checkout_id: string;
  readonly gateway: string;
  readonly method: string;
  readonly capture: CaptureMode;
  readonly currency: string;
  readonly amount: number;
  readonly authorized: number;
  readonly captured: number;
  readonly voided: number;
  readonly refunded: number;
  readonly capturing: number;
  readonly voiding: number;
  readonly refunding: number;
  readonly reference: string | null;
  readonly next_action: NextAction | null;
  readonly status: PaymentStatus;
  readonly version: number;
  readonly created_at: string;
}

export interface LockedRow extends PaymentRow {
  readonly operation_id: string;
  readonly kind: OperationKind;
  readonly operation_amount: number;
  readonly state: OperationState;
  readonly operation_version: number;
  readonly checks: number;
  readonly operation_reference: string | null;
  readonly needs_human: boolean;
  readonly operation_created_at: string;
}

export interface DueRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly amount: number;
  readonly currency: string;
  readonly checks: number;
  readonly state: OperationState;
  readonly age: number;
  readonly gateway: string;
  readonly method: string;
  readonly payer: string | null;
  readonly capture: CaptureMode;
  readonly checkout_id: string;
  readonly reference: string | null;
  readonly return_url: string | null;
  readonly own: string | null;
  readonly refund_of: string | null;
  readonly owed: boolean;
  readonly abandoned: boolean;
}

export const paymentOf = (row: PaymentRow): Payment => ({
  id: toId('pay', row.id),
  checkoutId: toId('chk', row.checkout_id),
  gateway: row.gateway,
  method: row.method,
  capture: row.capture,
  currency: row.currency,
  amount: row.amount,
  authorized: row.authorized,
  captured: row.captured,
  voided: row.voided,
  refunded: row.refunded,
  capturing: row.capturing,
  voiding: row.voiding,
  refunding: row.refunding,
  reference: row.reference,
  status: row.status,
  nextAction: row.next_action,
  version: row.version,
});

export function lockedOf(row: LockedRow): Locked {
  const operation: Operation = {
    id: toId('op', row.operation_id),
    paymentId: toId('pay', row.id),
    kind: row.kind,
    amount: row.operation_amount,
    currency: row.currency,
    state: row.state,
    version: row.operation_version,
    checks: row.checks,
    reference: row.operation_reference,
    needsHuman: row.needs_human,
    createdAt: new Date(row.operation_created_at),
  };
  return { payment: paymentOf(row), operation };
}

export const dueOf = (row: DueRow): DueCall => ({
  gateway: row.gateway,
  ageSeconds: row.age,
  checks: row.checks,
  created: row.state === 'created',
  awaitsShopper: row.state === 'requires_action',
  owed: row.owed,
  abandoned: row.abandoned,
  call: {
    key: toId('op', row.id),
    kind: row.kind,
    amount: row.amount,
    currency: row.currency,
    method: row.method,
    payer: row.payer,
    capture: row.capture,
    checkoutId: toId('chk', row.checkout_id),
    reference: row.reference,
    own: row.own,
    refundOf: row.refund_of,
    returnUrl: row.return_url,
  },
});

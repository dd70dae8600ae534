import type { Id, MoneyData } from '@holdfast/kernel';
import type { PaymentId } from '@holdfast/payments';
import type { LineId } from './cart.js';
import type { OrderId } from './order.js';
import { LineNotRefundable, RefundBeyondPayments } from './refund-errors.js';

export type RefundId = Id<'ref'>;
export const REFUND_REASONS = ['requested_by_customer', 'duplicate', 'fraudulent', 'goods_returned', 'other'] as const;

/** A line of an order with what was refunded of it; amounts in minor units. */
export interface RefundableLine {
  readonly id: LineId;
  readonly quantity: number;
  readonly total: number;
  readonly refundedQuantity: number;
  readonly refunded: number;
}

/** So many pieces of a line. */
export interface RefundedPieces {
  readonly lineId: LineId;
  readonly quantity: number;
}

export interface RefundLine extends RefundedPieces {
  readonly amount: number;
}

/**
 * What pieces of a line are worth: the share of all that are refunded by then, less what was refunded before, so that the pieces of a line
 * sum to the whole, however they are split. `total · quantity` may be beyond what a number holds exactly.
 */
export function worthOf({ total, quantity, refundedQuantity, refunded }: RefundableLine, pieces: number): number {
  const cumulative = (2n * BigInt(total) * BigInt(refundedQuantity + pieces) + BigInt(quantity)) / (2n * BigInt(quantity));
  return Number(cumulative) - refunded;
}

/** The lines of a refund with their amounts. @throws LineNotRefundable */
export function refundLines(lines: readonly RefundableLine[], asked: readonly RefundedPieces[]): RefundLine[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return asked.map(({ lineId, quantity }, i) => {
    const line = byId.get(lineId);
    const left = line ? line.quantity - line.refundedQuantity : 0;
    const isTwice = asked.findIndex((other) => other.lineId === lineId) !== i;
    if (!line || isTwice || quantity > left) throw new LineNotRefundable(lineId, isTwice ? 0 : left);
    return { lineId, quantity, amount: worthOf(line, quantity) };
  });
}

/** Spreads an amount over payments, the oldest first. @throws RefundBeyondPayments */
export function spread(money: MoneyData, payments: readonly { readonly id: PaymentId; readonly refundable: number }[]): { readonly paymentId: PaymentId; readonly amount: number }[] {
  let left = money.amount;
  const parts = payments.flatMap(({ id: paymentId, refundable }) => {
    const amount = Math.min(left, refundable);
    left -= amount;
    return amount > 0 ? [{ paymentId, amount }] : [];
  });
  if (left > 0) throw new RefundBeyondPayments({ ...money, amount: money.amount - left });
  return parts;
}

/** A refund as it is written down. */
export interface OrderRefund {
  readonly id: RefundId;
  readonly orderId: OrderId;
  readonly reason: string | null;
  readonly actor: string;
  readonly lines: readonly RefundLine[];
  readonly operations: readonly { readonly id: Id<'op'>; readonly paymentId: PaymentId; readonly amount: number }[];
}

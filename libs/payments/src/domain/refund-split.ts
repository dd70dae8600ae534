import type { OperationId } from './operation.js';

/** A capture, and what no refund speaks for of it; minor units. */
export interface RefundableCapture {
  readonly id: OperationId;
  readonly left: number;
}

/** A part of a refund, of one capture. */
export interface RefundPart {
  readonly captureId: OperationId | undefined;
  readonly amount: number;
}

/** A capture, or a refund that did not fail. */
export interface CaptureOrRefund {
  readonly id: OperationId;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
  /** Of a refund, the capture that it is of, where that is known. */
  readonly captureId: OperationId | null;
}

/** What is left of each capture, in the order given. A refund of which nobody knows the capture is taken off the first ones that have it. */
export function capturesLeft(operations: readonly CaptureOrRefund[]): RefundableCapture[] {
  const captures = operations.filter(({ kind }) => kind === 'capture').map(({ id, amount }) => ({ id, left: amount }));
  const refunds = operations.filter(({ kind }) => kind === 'refund');
  for (const { captureId, amount } of refunds) {
    const of = captures.find(({ id }) => id === captureId);
    if (of) of.left -= amount;
  }
  let unknown = refunds.filter(({ captureId }) => !captures.some(({ id }) => id === captureId)).reduce((sum, { amount }) => sum + amount, 0);
  for (const capture of captures) {
    const taken = Math.min(unknown, Math.max(0, capture.left));
    capture.left -= taken;
    unknown -= taken;
  }
  return captures;
}

/**
 * A refund as its gateway can carry it out: of the first capture that has enough, or in as many parts as it takes, the oldest capture first. The
 * parts sum to the amount; what no capture is known to have is a part of none, about which the gateway decides.
 */
export function splitRefund(amount: number, captures: readonly RefundableCapture[]): RefundPart[] {
  const whole = captures.find(({ left }) => left >= amount);
  if (whole) return [{ captureId: whole.id, amount }];
  let rest = amount;
  const parts = captures.flatMap(({ id: captureId, left }): RefundPart[] => {
    const taken = Math.min(rest, left);
    rest -= Math.max(0, taken);
    return taken > 0 ? [{ captureId, amount: taken }] : [];
  });
  return rest > 0 ? [...parts, { captureId: undefined, amount: rest }] : parts;
}

import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { capturesLeft, type CaptureOrRefund, splitRefund } from './refund-split.js';

const [A, B, C] = [newId('op'), newId('op'), newId('op')];
const capture = (id: `op_${string}`, amount: number): CaptureOrRefund => ({ id, kind: 'capture', amount, captureId: null });
const refund = (amount: number, captureId: `op_${string}` | null = null): CaptureOrRefund => ({ id: newId('op'), kind: 'refund', amount, captureId });

describe('a refund of several captures', () => {
  it.each<[string, number, CaptureOrRefund[], object]>([
    ['is of the first one that has enough', 500, [capture(A, 400), capture(B, 700), capture(C, 900)], [{ captureId: B, amount: 500 }]],
    ['takes the oldest first where none has', 1_200, [capture(A, 400), capture(B, 700), capture(C, 900)], [{ captureId: A, amount: 400 }, { captureId: B, amount: 700 }, { captureId: C, amount: 100 }]],
    ['knows what was given back of each', 600, [capture(A, 400), capture(B, 700), refund(400, A), refund(100, B)], [{ captureId: B, amount: 600 }]],
    ['takes refunds of which nobody knows the capture off the first ones', 700, [capture(A, 400), capture(B, 700), refund(300)], [{ captureId: B, amount: 700 }]],
    ['leaves to the gateway what no capture is known to have', 500, [capture(A, 400)], [{ captureId: A, amount: 400 }, { captureId: undefined, amount: 100 }]],
  ])('%s', (_, amount, operations, parts) => {
    expect(splitRefund(amount, capturesLeft(operations))).toEqual(parts);
  });

  it('knows what no refund speaks for of each capture', () => {
    expect(capturesLeft([capture(A, 400), refund(150, A), capture(B, 700), refund(200, B), refund(50, B), refund(30)])).toEqual([{ id: A, left: 220 }, { id: B, left: 450 }]);
  });

  it('takes nothing more of a capture of which too much went back, nor gives it to others', () => {
    expect(capturesLeft([capture(A, 100), capture(B, 100), refund(130, A), refund(40)])).toEqual([{ id: A, left: -30 }, { id: B, left: 60 }]);
    expect(splitRefund(70, [{ id: A, left: -30 }, { id: B, left: 60 }, { id: C, left: 0 }])).toEqual([{ captureId: B, amount: 60 }, { captureId: undefined, amount: 10 }]);
  });

  it('sums to what was asked for, and takes no more of a capture than it has, whatever was refunded before', () => {
    const sums = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sums, fc.array(fc.integer({ min: 1, max: 1_500 }), { maxLength: 12 }), (captured, refunds) => {
        const operations: CaptureOrRefund[] = captured.map((amount) => capture(newId('op'), amount));
        let available = captured.reduce((sum, one) => sum + one, 0);
        for (const amount of refunds.filter((one) => one <= available && (available -= one) >= 0)) {
          const left = capturesLeft(operations);
          const parts = splitRefund(amount, left);
          expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
          for (const part of parts) expect(part.amount).toBeLessThanOrEqual(left.find(({ id }) => id === part.captureId)?.left ?? 0);
          operations.push(...parts.map((part) => refund(part.amount, part.captureId)));
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { type RefundableLine, refundLines, spread, worthOf } from './refund.js';

const line = (quantity: number, total: number, refundedQuantity = 0, refunded = 0): RefundableLine => ({ id: newId('line'), quantity, total, refundedQuantity, refunded });

describe('pieces of a line', () => {
  it.each([
    ['one of three', line(3, 1_000), 1, 333],
    ['the second of three', line(3, 1_000, 1, 333), 1, 334],
    ['the last of three', line(3, 1_000, 2, 667), 1, 333],
    ['all at once', line(3, 1_000), 3, 1_000],
    ['a sum beyond what a number holds exactly', line(10_000, 1_000_000_000_000), 9_999, 999_900_000_000],
  ])('are worth their share: %s', (_, of, pieces, worth) => expect(worthOf(of, pieces)).toBe(worth));

  it('sum to the whole, however they are split, and are never worth less than nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (total, parts) => {
        const quantity = parts.reduce((sum, part) => sum + part, 0);
        let at = line(quantity, total);
        for (const part of parts) {
          const worth = worthOf(at, part);
          expect(worth).toBeGreaterThanOrEqual(0);
          at = { ...at, refundedQuantity: at.refundedQuantity + part, refunded: at.refunded + worth };
        }
        expect(at.refunded).toBe(total);
      }),
    );
  });

  it('are refused beyond what is left, twice, and of another order', () => {
    const [one, other] = [line(3, 300, 2, 200), line(1, 100)];

    for (const asked of [[{ lineId: one.id, quantity: 2 }], [{ lineId: other.id, quantity: 1 }, { lineId: other.id, quantity: 1 }], [{ lineId: newId('line'), quantity: 1 }]]) {
      expect(() => refundLines([one, other], asked)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'line-not-refundable' }) }));
    }
  });
});

describe('the lines of a refund', () => {
  const [one, other] = [line(3, 300, 1, 100), line(1, 100)];

  it('are those asked for with what their pieces are worth, up to the last piece', () => {
    expect(refundLines([one, other], [{ lineId: other.id, quantity: 1 }, { lineId: one.id, quantity: 2 }])).toEqual([
      { lineId: other.id, quantity: 1, amount: 100 }, { lineId: one.id, quantity: 2, amount: 200 },
    ]);
  });

  it('say how many pieces are left, and none where a line is named twice or is of another order', () => {
    const details = (...asked: { lineId: typeof one.id; quantity: number }[]): unknown => {
      try {
        return refundLines([one, other], asked);
      } catch (error) {
        return (error as { details: unknown }).details;
      }
    };
    const strange = newId('line');

    expect(details({ lineId: one.id, quantity: 3 })).toEqual({ line_id: one.id, left: 2 });
    expect(details({ lineId: one.id, quantity: 1 }, { lineId: other.id, quantity: 1 }, { lineId: one.id, quantity: 1 })).toEqual({ line_id: one.id, left: 0 });
    expect(details({ lineId: strange, quantity: 1 })).toEqual({ line_id: strange, left: 0 });
  });
});

describe('an amount over several payments', () => {
  const [a, b] = [{ id: newId('pay'), refundable: 700 }, { id: newId('pay'), refundable: 300 }];

  it('comes from the oldest first, and from no payment that has none', () => {
    expect(spread({ amount: 800, currency: 'EUR' }, [a, { id: newId('pay'), refundable: 0 }, b])).toEqual([{ paymentId: a.id, amount: 700 }, { paymentId: b.id, amount: 100 }]);
  });

  it('is refused beyond what they have together', () => {
    expect(() => spread({ amount: 1_001, currency: 'EUR' }, [a, b])).toThrow(expect.objectContaining({ details: { available: { amount: 1_000, currency: 'EUR' } } }));
  });
});

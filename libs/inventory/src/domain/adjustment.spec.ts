import { newId } from '@holdfast/kernel';
import { adjusted, MAX_ON_HAND } from './adjustment.js';
import { LevelNamedTwice, StockBelowReserved, StockChanged, StockTooLarge } from './errors.js';

const variantId = newId('var');
const locationId = newId('loc');
const level = { variantId, locationId, onHand: 10, reserved: 4 };

describe('adjusting stock', () => {
  it('adds and takes by a difference', () => {
    expect(adjusted([level], [{ variantId, locationId, change: { kind: 'delta', delta: -6 } }])).toEqual([
      { variantId, locationId, onHand: 4, reserved: 4, delta: -6 },
    ]);
  });

  it('sets a counted number when nothing changed since', () => {
    const [after] = adjusted([level], [{ variantId, locationId, change: { kind: 'set', onHand: 25, expectedOnHand: 10 } }]);

    expect(after).toMatchObject({ onHand: 25, delta: 15 });
  });

  it('refuses a count that started from another number', () => {
    expect(() => adjusted([level], [{ variantId, locationId, change: { kind: 'set', onHand: 25, expectedOnHand: 9 } }])).toThrow(StockChanged);
  });

  it('tells of each level that was refused how it stands', () => {
    const conflicts = [{ variant_id: variantId, location_id: locationId, on_hand: 10, reserved: 4 }];

    expect(() => adjusted([level], [{ variantId, locationId, change: { kind: 'delta', delta: -7 } }])).toThrow(expect.objectContaining({ details: { conflicts } }));
  });

  it('takes each level once, and its neighbors for themselves', () => {
    const elsewhere = newId('loc');
    const once = { variantId, locationId, change: { kind: 'delta', delta: 1 } } as const;

    expect(() => adjusted([level], [once, once])).toThrow(LevelNamedTwice);
    expect(adjusted([level, { ...level, locationId: elsewhere, onHand: 7 }], [once, { ...once, locationId: elsewhere }]).map(({ onHand }) => onHand)).toEqual([11, 8]);
  });

  it('never takes what is promised to buyers', () => {
    expect(() => adjusted([level], [{ variantId, locationId, change: { kind: 'delta', delta: -7 } }])).toThrow(StockBelowReserved);
  });

  it('takes no more than a level can hold', () => {
    const full = { ...level, onHand: MAX_ON_HAND };

    expect(adjusted([level], [{ variantId, locationId, change: { kind: 'delta', delta: MAX_ON_HAND - 10 } }])[0]!.onHand).toBe(MAX_ON_HAND);
    expect(() => adjusted([full], [{ variantId, locationId, change: { kind: 'delta', delta: 1 } }])).toThrow(StockTooLarge);
  });

  it('starts from nothing at a location that never had the variant', () => {
    expect(adjusted([], [{ variantId, locationId, change: { kind: 'delta', delta: 3 } }])[0]).toMatchObject({ onHand: 3, delta: 3 });
    expect(() => adjusted([], [{ variantId, locationId, change: { kind: 'delta', delta: -1 } }])).toThrow(StockBelowReserved);
  });
});

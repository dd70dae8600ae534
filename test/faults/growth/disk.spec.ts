import { Refusal } from '../../../apps/launcher/src/refusal.js';
import { bytesOf, fitting } from './disk.js';

const GB = 1_000_000_000;
const WHOLE = { variants: 1_000_000, orders: 5_000_000 };

describe('the room that a grown shop takes', () => {
  it('is what was measured for five million orders and a million variants', () => {
    expect(Math.round(bytesOf(WHOLE) / GB)).toBe(54);
  });

  it.each([[75, 5_000_000], [59, 5_000_000], [54, 4_500_000], [50, 4_000_000], [24, 1_000_000]])('on %i GB that are free, it has %i orders', (free, orders) => {
    expect(fitting(WHOLE, free * GB)).toEqual({ variants: 1_000_000, orders });
  });

  it('is refused in a sentence where not even a million orders fit', () => {
    expect(() => fitting(WHOLE, 20 * GB)).toThrow(Refusal);
    expect(() => fitting(WHOLE, 20 * GB)).toThrow('The disk is too small: 1,000,000 variants and 5,000,000 orders take 55 GB, and there are 16 GB to spare. Ask for fewer with --orders and --variants.');
  });

  it('is what is asked for where that is little', () => {
    expect(fitting({ variants: 20_000, orders: 20_000 }, 5 * GB)).toEqual({ variants: 20_000, orders: 20_000 });
    expect(() => fitting({ variants: 20_000, orders: 500_000 }, 10 * GB)).toThrow(Refusal);
  });
});

import { HOLD_MACHINE } from './hold.js';

describe('stock that is kept for somebody', () => {
  it('is placed or given back, leaves only by an order, and never comes back by itself', () => {
    expect(HOLD_MACHINE.pairs.toSorted()).toEqual(['allocated>released', 'allocated>shipped', 'held>allocated', 'held>expired', 'held>released']);
    expect([HOLD_MACHINE.name, HOLD_MACHINE.states.toSorted()]).toEqual(['hold', ['allocated', 'expired', 'held', 'released', 'shipped']]);
  });
});

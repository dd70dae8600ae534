import { CHECKOUT_MACHINE } from './checkout.js';
import { ORDER_MACHINE, ORDER_PLACED } from './order.js';

const from = (pairs: readonly string[], state: string): string[] => pairs.filter((pair) => pair.startsWith(`${state}>`)).map((pair) => pair.slice(state.length + 1));

describe('what a checkout and an order can become', () => {
  it.each(['completed', 'expired', 'canceled'])('a checkout that is %s stays so', (state) => {
    expect(CHECKOUT_MACHINE.states).toContain(state);
    expect(from(CHECKOUT_MACHINE.pairs, state)).toEqual([]);
  });

  it('a checkout is given up only where no payment can still come', () => {
    expect(['open', 'processing', 'requires_action'].filter((state) => from(CHECKOUT_MACHINE.pairs, state).some((to) => to === 'expired' || to === 'canceled'))).toEqual(['open', 'requires_action']);
    expect(['open', 'processing', 'requires_action'].filter((state) => from(CHECKOUT_MACHINE.pairs, state).includes('expired'))).toEqual(['open', 'requires_action']);
    expect(['open', 'processing', 'requires_action'].filter((state) => from(CHECKOUT_MACHINE.pairs, state).includes('canceled'))).toEqual(['open', 'requires_action']);
  });

  it('a checkout that is not over can be completed, and paid anew', () => {
    expect(['open', 'processing', 'requires_action'].filter((state) => !from(CHECKOUT_MACHINE.pairs, state).includes('completed'))).toEqual([]);
    expect(from(CHECKOUT_MACHINE.pairs, 'open')).toContain('processing');
    expect(from(CHECKOUT_MACHINE.pairs, 'processing')).toEqual(expect.arrayContaining(['open', 'requires_action']));
    expect(from(CHECKOUT_MACHINE.pairs, 'requires_action')).toEqual(expect.arrayContaining(['open', 'processing']));
  });

  it('an order goes on until it is completed, and can be canceled until then', () => {
    expect(ORDER_MACHINE.pairs.toSorted()).toEqual(['placed>canceled', 'placed>processing', 'processing>canceled', 'processing>completed']);
  });

  it('bear the names that the database and other programs know them by', () => {
    expect([CHECKOUT_MACHINE.name, ORDER_MACHINE.name, ORDER_PLACED]).toEqual(['checkout', 'order', 'ordering.order-placed.v1']);
  });
});

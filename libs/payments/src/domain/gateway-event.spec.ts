import { GATEWAY_EVENT_MACHINE, nextTryAfter } from './gateway-event.js';
import { decided, inFlight, OPERATION_MACHINE, type OperationState } from './operation.js';

const from = (pairs: readonly string[], state: string): string[] => pairs.filter((pair) => pair.startsWith(`${state}>`)).map((pair) => pair.slice(state.length + 1)).toSorted();

describe('an event of a gateway', () => {
  it('is tried again with growing pauses for some days, and then a person looks', () => {
    const pauses = Array.from({ length: 9 }, (_, nth) => nextTryAfter(nth + 1)!);

    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
    expect(pauses[0]).toBeLessThan(5);
    expect(pauses.reduce((sum, pause) => sum + pause, 0) / 86_400).toBeGreaterThan(3);
    expect(nextTryAfter(10)).toBeUndefined();
  });

  it('can be replayed from wherever it is, and ends in every way while it is worked on', () => {
    expect(['applied', 'ignored', 'failed'].map((state) => from(GATEWAY_EVENT_MACHINE.pairs, state))).toEqual([['received'], ['received'], ['received']]);
    expect(from(GATEWAY_EVENT_MACHINE.pairs, 'parked')).toEqual(['applied', 'failed', 'ignored', 'received']);
    expect(from(GATEWAY_EVENT_MACHINE.pairs, 'received')).toEqual(['applied', 'failed', 'ignored', 'parked']);
    expect(GATEWAY_EVENT_MACHINE.name).toBe('gateway_event');
  });
});

describe('an operation at a gateway', () => {
  it.each<[OperationState, boolean, boolean]>([
    ['created', false, true], ['sent', false, true], ['unknown', false, true], ['requires_action', false, false], ['succeeded', true, false], ['failed', true, false], ['returned', true, false],
  ])('%s: decided %s, money in flight %s', (state, isDecided, flies) => {
    expect([decided(state), inFlight(state)]).toEqual([isDecided, flies]);
  });

  it('that is decided stays so, but for a refund that comes back', () => {
    expect(['succeeded', 'failed', 'returned'].map((state) => from(OPERATION_MACHINE.pairs, state))).toEqual([['returned'], [], []]);
  });

  it('that is not known is left by evidence alone: it is never sent again as if it were new', () => {
    expect(from(OPERATION_MACHINE.pairs, 'unknown')).toEqual(['failed', 'requires_action', 'succeeded']);
    expect(OPERATION_MACHINE.name).toBe('operation');
  });
});

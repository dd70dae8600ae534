import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import type { HoldRequest, LocationId, VariantId } from '../inventory.js';
import { grant, type Level } from './grant.js';

const shirt = newId('var');
const mug = newId('var');
const main = newId('loc');
const attic = newId('loc');

const level = (variantId: VariantId, onHand: number, locationId: LocationId = main, rank = 0, reserved = 0): Level => ({
  variantId, locationId, rank, onHand, reserved,
});
const request = (...demand: [VariantId, number][]): HoldRequest => ({
  checkoutId: newId('chk'),
  demand: demand.map(([variantId, quantity]) => ({ variantId, quantity })),
  until: new Date(0),
  pinned: false,
});

describe('granting stock', () => {
  it('serves the first come until nothing is left', () => {
    const { outcomes } = grant([level(shirt, 3)], [request([shirt, 2]), request([shirt, 2]), request([shirt, 1])]);

    expect(outcomes).toEqual([
      { held: true },
      { held: false, shortages: [{ variantId: shirt, requested: 2, available: 1 }] },
      { held: true },
    ]);
  });

  it('counts one item on two lines as a whole', () => {
    const { outcomes, holds } = grant([level(shirt, 3)], [request([shirt, 2], [shirt, 2])]);

    expect(outcomes).toEqual([{ held: false, shortages: [{ variantId: shirt, requested: 4, available: 3 }] }]);
    expect(holds).toEqual([]);
  });

  it('grants all of a checkout or nothing of it', () => {
    const { outcomes, holds } = grant([level(shirt, 5), level(mug, 0)], [request([shirt, 1], [mug, 1]), request([shirt, 5])]);

    expect(outcomes.map(({ held }) => held)).toEqual([false, true]);
    expect(holds).toHaveLength(1);
  });

  it('does not count what is reserved already', () => {
    const { outcomes } = grant([level(shirt, 5, main, 0, 4)], [request([shirt, 2])]);

    expect(outcomes[0]).toEqual({ held: false, shortages: [{ variantId: shirt, requested: 2, available: 1 }] });
  });

  it('uses the location of the lower rank first and splits where it must', () => {
    const { holds } = grant([level(shirt, 5, attic, 2), level(shirt, 2, main, 1)], [request([shirt, 3])]);

    expect(holds.map(({ locationId, quantity }) => [locationId, quantity])).toEqual([[main, 2], [attic, 1]]);
  });

  it('has none of a variant that was never stocked', () => {
    expect(grant([], [request([shirt, 1])]).outcomes[0]).toEqual({ held: false, shortages: [{ variantId: shirt, requested: 1, available: 0 }] });
  });

  it('never grants more than there is, refuses nobody it could serve, and holds what it grants', () => {
    const quantities = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), { maxLength: 40 });
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 40 }), quantities, (shirts, mugs, wants) => {
        const requests = wants.map(([a, b]) => request(...([[shirt, a], [mug, b]] as [VariantId, number][]).filter(([, q]) => q > 0)));
        const { outcomes, holds } = grant([level(shirt, shirts), level(mug, mugs)], requests);
        const left = new Map([[shirt, shirts], [mug, mugs]]);
        outcomes.forEach((outcome, i) => {
          const fits = requests[i]!.demand.every(({ variantId, quantity }) => left.get(variantId)! >= quantity);
          expect(outcome.held).toBe(fits);
          if (fits) for (const { variantId, quantity } of requests[i]!.demand) left.set(variantId, left.get(variantId)! - quantity);
        });
        for (const [variantId, stock] of [[shirt, shirts], [mug, mugs]] as const) {
          const held = holds.filter((hold) => hold.variantId === variantId).reduce((sum, { quantity }) => sum + quantity, 0);
          expect(held).toBe(stock - left.get(variantId)!);
        }
      }),
    );
  });
});

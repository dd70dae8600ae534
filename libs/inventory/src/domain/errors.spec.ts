import { newId } from '@holdfast/kernel';
import { expectRefusal, refusals } from '../../../../test/support/problems.js';
import { LevelNamedTwice, LocationCodeTaken, StockBelowReserved, StockChanged, StockTooLarge, UnknownLocation, UnknownVariant } from './errors.js';

const conflicts = [{ variant_id: newId('var'), location_id: newId('loc'), on_hand: 3, reserved: 2 }];

describe('what the stock refuses', () => {
  it.each(refusals(
    ['unknown-variant', 'refused', new UnknownVariant(['var_1']), { variant_ids: ['var_1'] }],
    ['unknown-stock-location', 'refused', new UnknownLocation(['loc_1']), { location_ids: ['loc_1'] }],
    ['stock-location-code-taken', 'conflict', new LocationCodeTaken('main')],
    ['stock-level-named-twice', 'refused', new LevelNamedTwice('var_1', 'loc_1'), { variant_id: 'var_1', location_id: 'loc_1' }],
    ['stock-changed', 'conflict', new StockChanged(conflicts), { conflicts }],
    ['stock-too-large', 'refused', new StockTooLarge(conflicts), { conflicts }],
    ['stock-below-reserved', 'conflict', new StockBelowReserved(conflicts), { conflicts }],
  ))('$code', ({ refused }) => expectRefusal(refused));
});

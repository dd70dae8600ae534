import fc from 'fast-check';
import { isId, newId, toId, toUuid } from './ids.js';

describe('ids', () => {
  it.each([
    ['00000000-0000-0000-0000-000000000000', 'prefix_00000000000000000000000000'],
    ['00000000-0000-0000-0000-00000000000a', 'prefix_0000000000000000000000000a'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['01890a5d-ac96-774b-bcce-b302099a8057', 'prefix_01h455vb4pex5vsknk084sn02q'],
  ])('writes %s as the TypeID specification does', (uuid, id) => {
    expect(toId('prefix', uuid)).toBe(id);
    expect(toUuid(id)).toBe(uuid);
  });

  it('turns every UUID into a TypeID and back', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => toUuid(toId('x', uuid)) === uuid));
  });

  it('makes ids that are unique and sort in the order they were made', () => {
    const ids = Array.from({ length: 20_000 }, () => newId('ord'));

    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(toUuid(ids[0]!)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each(['', 'ord', 'ord_', 'cart_01h455vb4pex5vsknk084sn02q', 'ord_01H455VB4PEX5VSKNK084SN02Q', 'ord_81h455vb4pex5vsknk084sn02q',
    'ord_01h455vb4pex5vsknk084sn02', 'ord_01h455vb4pex5vsknk084sn0il', 42, null])('does not take %p for an order id', (text) => {
    expect(isId('ord', text)).toBe(false);
  });

  it('takes a well-formed order id', () => {
    expect(isId('ord', 'ord_01h455vb4pex5vsknk084sn02q')).toBe(true);
  });
});

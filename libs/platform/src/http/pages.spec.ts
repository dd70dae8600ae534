import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageOf } from './pages.js';
import { InvalidRequest } from './problems.js';

const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const TIME = '2026-01-31 10:00:00.123456+00';

describe('a cursor', () => {
  it('gives back what went into it', () => {
    const value = fc.oneof(fc.string().filter((text) => !text.includes('\u0000')), fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0));

    fc.assert(fc.property(fc.string(), fc.array(value), (order, values) => expect(decodeCursor(encodeCursor(order, values), order, values.length)).toEqual(values)));
    expect(decodeCursor(encodeCursor('orders', [TIME, UUID]), 'orders', ['timestamp', 'uuid'])).toEqual([TIME, UUID]);
  });

  it('never fails in any other way than as an invalid request, whatever it is', () => {
    const text = fc.oneof(fc.string(), fc.base64String(), fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')));

    fc.assert(
      fc.property(text, fc.constantFrom(0, 1, ['uuid'] as const, ['timestamp', 'uuid'] as const), (cursor, shapes) => {
        try {
          decodeCursor(cursor, 'orders', shapes);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequest);
          expect((error as InvalidRequest).details['errors']).toMatchObject([{ pointer: '?cursor', code: 'is-cursor' }]);
        }
      }),
    );
  });

  it.each<[string, string, (string | number)[]]>([
    ['another list', 'carts', [TIME, UUID]],
    ['another number of values', 'orders', [UUID]],
    ['values that are no UUID', 'orders', [TIME, `${UUID}'`]],
    ['a UUID in upper case', 'orders', [TIME, UUID.toUpperCase()]],
    ['a number for a time', 'orders', [1, UUID]],
    ['a day that does not exist', 'orders', ['2026-02-31 10:00:00+00', UUID]],
    ['the 29th of February of a common year', 'orders', ['2026-02-29 10:00:00+00', UUID]],
    ['a month that does not exist', 'orders', ['2026-13-01 10:00:00+00', UUID]],
    ['an hour that does not exist', 'orders', ['2026-01-01 24:00:00+00', UUID]],
    ['the year 0', 'orders', ['0000-01-01 10:00:00+00', UUID]],
  ])('of %s is refused', (_what, order, values) => {
    expect(() => decodeCursor(encodeCursor(order, values), 'orders', ['timestamp', 'uuid'])).toThrow(InvalidRequest);
  });

  it('takes the offsets of every time zone', () => {
    for (const offset of ['+00', '-08', '+05:30', '+14']) {
      expect(decodeCursor(encodeCursor('orders', [`2024-02-29 23:59:59${offset}`]), 'orders', ['timestamp'])).toHaveLength(1);
    }
  });
});

describe('a page', () => {
  it('shows as many as were asked for, and leads on exactly when there is one more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 12 }), fc.integer({ min: 1, max: 11 }), (all, limit) => {
        const { data, page } = pageOf(all.slice(0, limit + 1), limit, String, (last) => `after ${last}`);

        expect(data).toEqual(all.slice(0, limit).map(String));
        expect(page).toEqual(all.length > limit ? { next_cursor: `after ${all[limit - 1]}`, has_more: true } : { next_cursor: null, has_more: false });
      }),
    );
  });
});

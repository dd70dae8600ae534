import pg from 'pg';
import { newId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { ALLOCATE, LOCK_LEVELS, PLACE_HOLDS, RECLAIM_EXPIRED, RELEASE } from './statements.js';

interface Level {
  readonly variant: string;
  readonly location: string;
}
interface Wish {
  readonly level: Level;
  readonly quantity: number;
  readonly checkout?: string;
  readonly expires?: string;
  readonly pinned?: boolean;
}

const uuid = (): string => toUuid(newId('var'));
const OVERSOLD = '23001';

/** The statements, also without the constraint behind them; stock-constraints.spec.ts has that one without the statements. */
describe('the guard of the stock', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let main: string;
  let other: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = await connected();
    main = (await rows('select id from inventory.locations'))[0]!['id'];
    other = uuid();
    await client.query(`insert into inventory.locations (id, code, name, rank) values ($1, 'other', 'Other', 7)`, [other]);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  const connected = async (): Promise<pg.Client> => {
    const one = new pg.Client({ connectionString: database.url });
    await one.connect();
    return one;
  };
  const rows = async (text: string, values: readonly unknown[] = []): Promise<Record<string, any>[]> => (await client.query(text, [...values])).rows;
  const faultOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => undefined, (error: { code?: string }) => error.code);
  const withoutConstraint = () => client.query('alter table inventory.levels drop constraint if exists never_oversold');
  const stocked = async (onHand: number, reserved = 0, { variant = uuid(), location = main } = {}): Promise<Level> => {
    await client.query('insert into inventory.levels (id, variant_id, location_id, on_hand, reserved, flips) values ($1, $2, $3, $4, $5, 10)', [uuid(), variant, location, onHand, reserved]);
    return { variant, location };
  };
  const stand = async ({ variant, location }: Level): Promise<number[]> =>
    (await rows('select on_hand, reserved, flips from inventory.levels where variant_id = $1 and location_id = $2', [variant, location])).flatMap((row) => [row['on_hand'], row['reserved'], row['flips']]);
  const movements = async ({ variant, location }: Level): Promise<unknown[]> =>
    (await rows('select delta_on_hand, delta_reserved, reason from inventory.movements where variant_id = $1 and location_id = $2 order by delta_reserved, reason', [variant, location]))
      .map((row) => [row['delta_on_hand'], row['delta_reserved'], row['reason']]);
  const place = (...wishes: Wish[]) =>
    client.query(PLACE_HOLDS, [
      wishes.map(uuid), wishes.map(({ checkout = uuid() }) => checkout), wishes.map(({ level }) => level.variant), wishes.map(({ level }) => level.location),
      wishes.map(({ quantity }) => quantity), wishes.map(({ expires = '2100-01-01' }) => expires), wishes.map(({ pinned = false }) => pinned),
    ]);
  const holdsOf = async (checkout: string): Promise<string[]> => (await rows('select status from inventory.holds where checkout_id = $1 order by status', [checkout])).map((row) => row['status']);

  describe.each([['with the constraint behind it', false], ['alone', true]])('when it places holds, %s', (_, alone) => {
    beforeEach(async () => {
      if (alone) await withoutConstraint();
    });

    it('gives the last piece, writes down what it gave, and touches nothing else', async () => {
      const level = await stocked(5, 3);
      const [sibling, stranger] = [await stocked(9, 2, { variant: level.variant, location: other }), await stocked(9, 2)];

      await place({ level, quantity: 2 });

      expect([await stand(level), await stand(sibling), await stand(stranger)]).toEqual([[5, 5, 11], [9, 2, 10], [9, 2, 10]]);
      expect(await movements(level)).toEqual([[0, 2, 'hold']]);
      expect(await rows('select quantity, status, pinned from inventory.holds where variant_id = $1', [level.variant])).toEqual([{ quantity: 2, status: 'held', pinned: false }]);
    });

    it('counts no change of availability where something is left', async () => {
      const level = await stocked(5, 1);

      await place({ level, quantity: 2 });

      expect(await stand(level)).toEqual([5, 3, 10]);
    });

    it('gives all of several levels, each its own', async () => {
      const [one, two] = [await stocked(5), await stocked(7)];

      await place({ level: one, quantity: 2 }, { level: two, quantity: 3 }, { level: two, quantity: 1 });

      expect([await stand(one), await stand(two)]).toEqual([[5, 2, 10], [7, 4, 10]]);
    });

    it.each<[string, (levels: { scarce: Level; plenty: Level }) => Wish[]]>([
      ['one piece more than there is', ({ scarce }) => [{ level: scarce, quantity: 3 }]],
      ['pieces that are too many only together', ({ scarce }) => [{ level: scarce, quantity: 1 }, { level: scarce, quantity: 2 }]],
      ['all of it when one of two is short', ({ scarce, plenty }) => [{ level: plenty, quantity: 1 }, { level: scarce, quantity: 3 }]],
      ['a level that is not there', ({ plenty }) => [{ level: plenty, quantity: 1 }, { level: { ...plenty, location: other }, quantity: 1 }]],
    ])('refuses %s', async (what, wish) => {
      const levels = { scarce: await stocked(5, 3), plenty: await stocked(100) };

      expect([what, await faultOf(place(...wish(levels)))]).toEqual([what, OVERSOLD]);
    });
  });

  describe('when it takes back what expired', () => {
    const PAST = '2000-01-01';

    it('takes what expired and nothing else, and says so', async () => {
      const level = await stocked(9);
      const others = { same: await stocked(9, 0, { variant: level.variant, location: other }), stranger: await stocked(9) };
      await place({ level, quantity: 1, expires: PAST }, { level, quantity: 2, expires: PAST }, { level, quantity: 1 }, { level, quantity: 1, expires: PAST, pinned: true });
      await place({ level: others.same, quantity: 1 }, { level: others.stranger, quantity: 1, expires: PAST });

      const back = (await client.query(RECLAIM_EXPIRED, [[level.variant]])).rows;

      expect(back).toMatchObject([{ variant_id: level.variant, flips: 10, quantity: 3, came_back: false }]);
      expect([await stand(level), await stand(others.same), await stand(others.stranger)]).toEqual([[9, 2, 10], [9, 1, 10], [9, 1, 10]]);
      expect((await movements(level)).filter((row) => (row as unknown[])[2] === 'expire')).toEqual([[0, -2, 'expire'], [0, -1, 'expire']]);
      expect(await rows(`select count(*)::int as n from inventory.holds where status = 'expired'`)).toEqual([{ n: 2 }]);
    });

    it('says that a level came back, of each location for itself', async () => {
      const level = await stocked(3);
      const elsewhere = await stocked(2, 0, { variant: level.variant, location: other });
      await place({ level, quantity: 2, expires: PAST }, { level, quantity: 1 }, { level: elsewhere, quantity: 1, expires: PAST });

      const back = (await client.query(RECLAIM_EXPIRED, [[level.variant]])).rows;

      expect(back.map((row) => [row.flips, row.came_back]).toSorted()).toEqual([[10, false], [12, true]]);
      expect([await stand(level), await stand(elsewhere)]).toEqual([[3, 1, 12], [2, 0, 10]]);
    });

    it('leaves alone what was allocated meanwhile', async () => {
      const level = await stocked(2);
      const checkout = uuid();
      await place({ level, quantity: 1, checkout, expires: PAST });
      await client.query(ALLOCATE, [[checkout], [uuid()], [1]]);

      expect((await client.query(RECLAIM_EXPIRED, [[level.variant]])).rows).toEqual([]);
    });
  });

  describe('when it gives back', () => {
    it.each([['released', 'held', 'release'], ['expired', 'held', 'expire'], ['released', 'allocated', 'release']])('as %s what was %s', async (why, was, reason) => {
      const [level, elsewhere] = [await stocked(3), await stocked(5, 2)];
      const sibling = await stocked(5, 2, { variant: level.variant, location: other });
      const [checkout, stranger] = [uuid(), uuid()];
      await place({ level, quantity: 1, checkout }, { level, quantity: 2, checkout: stranger });
      if (was === 'allocated') await client.query(ALLOCATE, [[checkout], [uuid()], [1]]);

      const back = (await client.query(RELEASE, [[checkout], why])).rows;

      expect(back).toMatchObject([{ variant_id: level.variant, flips: 12 }]);
      expect([await stand(level), await stand(sibling), await stand(elsewhere)]).toEqual([[3, 2, 12], [5, 2, 10], [5, 2, 10]]);
      expect(await movements(level)).toEqual([[0, -1, reason], [0, 1, 'hold'], [0, 2, 'hold']]);
      expect([await holdsOf(checkout), await holdsOf(stranger)]).toEqual([[why], ['held']]);
    });

    it('all levels of a checkout, and tells only of those that were sold out', async () => {
      const [full, part] = [await stocked(2), await stocked(3)];
      const checkout = uuid();
      await place({ level: full, quantity: 2, checkout }, { level: part, quantity: 1, checkout });

      const back = (await client.query(RELEASE, [[checkout], 'released'])).rows;

      expect(back).toMatchObject([{ variant_id: full.variant }]);
      expect([await stand(full), await stand(part)]).toEqual([[2, 0, 12], [3, 0, 10]]);
    });

    it('nothing twice, and no allocation because a time is over', async () => {
      const level = await stocked(3);
      const [gone, placed] = [uuid(), uuid()];
      await place({ level, quantity: 1, checkout: gone }, { level, quantity: 2, checkout: placed });
      await client.query(ALLOCATE, [[placed], [uuid()], [2]]);
      await client.query(RELEASE, [[gone], 'released']);

      await client.query(RELEASE, [[gone, placed], 'expired']);

      expect([await stand(level), await holdsOf(placed)]).toEqual([[3, 2, 12], ['allocated']]);
    });
  });

  describe('when it allocates', () => {
    it('a checkout that holds all of its pieces, and no other', async () => {
      const level = await stocked(20);
      const [whole, part, gone, stranger] = [uuid(), uuid(), uuid(), uuid()];
      await place({ level, quantity: 1, checkout: whole, pinned: true }, { level, quantity: 2, checkout: whole }, { level, quantity: 2, checkout: part }, { level, quantity: 1, checkout: gone }, { level, quantity: 1, checkout: stranger });
      await client.query(RELEASE, [[gone], 'released']);
      const order = uuid();

      const { rows: placed } = await client.query(ALLOCATE, [[whole, part, gone], [order, uuid(), uuid()], [3, 3, 1]]);

      expect(placed).toEqual([{ checkout_id: whole }, { checkout_id: whole }]);
      expect([await holdsOf(whole), await holdsOf(part), await holdsOf(gone), await holdsOf(stranger)]).toEqual([['allocated', 'allocated'], ['held'], ['released'], ['held']]);
      expect(await rows('select distinct order_id, pinned from inventory.holds where checkout_id = $1', [whole])).toEqual([{ order_id: order, pinned: false }]);
    });
  });

  describe('when it locks', () => {
    it('shows the levels of the variants asked for in one order for all, with the rank of each location', async () => {
      const level = await stocked(5, 1);
      const sibling = await stocked(6, 2, { variant: level.variant, location: other });
      await stocked(1);

      const found = (await client.query(LOCK_LEVELS, [[level.variant]])).rows;

      expect(found.map((row) => [row.location_id, row.on_hand, row.reserved, row.rank]).toSorted()).toEqual([[main, 5, 1, 0], [sibling.location, 6, 2, 7]].toSorted());
    });

    it.each([['levels', LOCK_LEVELS, 'variant_id'], ['holds', ALLOCATE, 'checkout_id']])(
      'lets nobody else at the %s before its transaction is over, and keeps nobody from others',
      async (table, statement, column) => {
        const [level, stranger] = [await stocked(5), await stocked(5)];
        const [checkout, strange] = [uuid(), uuid()];
        await place({ level, quantity: 1, checkout }, { level: stranger, quantity: 1, checkout: strange });
        const attempt = (id: string): Promise<unknown> => second.query(`select from inventory.${table} where ${column} = $1 for update nowait`, [id]);
        await client.query('commit; begin');
        const second = await connected();
        try {
          // Fewer pieces than were paid for: nothing is allocated, and the holds are locked all the same.
          await client.query(statement, statement === ALLOCATE ? [[checkout], [uuid()], [2]] : [[level.variant]]);

          const [mine, others] = column === 'checkout_id' ? [checkout, strange] : [level.variant, stranger.variant];
          expect([await faultOf(attempt(mine)), await faultOf(attempt(others))]).toEqual(['55P03', undefined]);
        } finally {
          await second.end();
        }
      },
    );
  });
});

import pg from 'pg';
import { newId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';

const uuid = (): string => toUuid(newId('var'));
const CHECKED = '23514';

/** The second time that the rules of the stock stand, without the statements that keep them as well. */
describe('the tables of the stock', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let main: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    main = (await client.query<{ id: string }>('select id from inventory.locations')).rows[0]!.id;
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  const faultOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => undefined, (error: { code?: string }) => error.code);
  const withoutConstraint = () => client.query('alter table inventory.levels drop constraint if exists never_oversold');
  const stocked = async (onHand: number, reserved = 0): Promise<{ variant: string }> => {
    const variant = uuid();
    await client.query('insert into inventory.levels (id, variant_id, location_id, on_hand, reserved) values ($1, $2, $3, $4, $5)', [uuid(), variant, main, onHand, reserved]);
    return { variant };
  };
  const place = async ({ level: { variant }, quantity }: { level: { variant: string }; quantity: number }): Promise<void> => {
    await client.query(`insert into inventory.holds (id, checkout_id, variant_id, location_id, quantity, expires_at) values ($1, $1, $2, $3, $4, '2100-01-01')`, [uuid(), variant, main, quantity]);
    await client.query(
      `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause) values ($1, $2, $3, 0, $4, 'hold', 'hold', $1)`,
      [uuid(), variant, main, quantity],
    );
  };

  it.each([
    ['takes all that there is', 'set reserved = on_hand', undefined],
    ['gives all back', 'set reserved = 0', undefined],
    ['is emptied', 'set on_hand = 0, reserved = 0', undefined],
    ['promises one too many', 'set reserved = on_hand + 1', CHECKED],
    ['has promised less than nothing', 'set reserved = -1', CHECKED],
    ['loses what is promised', 'set on_hand = reserved - 1', CHECKED],
    ['has less than nothing', 'set on_hand = -1, reserved = -1', CHECKED],
  ])('a level that %s', async (_, change, fault) => {
    const level = await stocked(5, 3);

    expect(await faultOf(client.query(`update inventory.levels ${change} where variant_id = $1`, [level.variant]))).toBe(fault);
  });

  it('no level has less than nothing, whatever is promised', async () => {
    const level = await stocked(5, 0);
    await withoutConstraint();

    expect(await faultOf(client.query('update inventory.levels set on_hand = 0 where variant_id = $1', [level.variant]))).toBeUndefined();
    expect(await faultOf(client.query('update inventory.levels set on_hand = -1 where variant_id = $1', [level.variant]))).toBe(CHECKED);
  });

  it.each([
    ['of nothing', 'quantity = 0', CHECKED],
    ['of one', 'quantity = 1', undefined],
    ['in a state that is none', `status = 'lost'`, '23001'],
    ['allocated to no order', `status = 'allocated'`, CHECKED],
    ['shipped before it was allocated', `status = 'shipped', order_id = gen_random_uuid()`, '23001'],
  ])('a hold %s', async (_, change, fault) => {
    const level = await stocked(5);
    await place({ level, quantity: 2 });

    expect(await faultOf(client.query(`update inventory.holds set ${change} where variant_id = $1`, [level.variant]))).toBe(fault);
  });

  it.each<[string, string]>([
    ['is changed', 'update inventory.movements set delta_reserved = 9'],
    ['is removed', 'delete from inventory.movements'],
    ['is emptied', 'truncate inventory.movements'],
    ['happens twice', `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause)
                       select gen_random_uuid(), variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause from inventory.movements`],
  ])('no past %s', async (what, change) => {
    const level = await stocked(5);
    await place({ level, quantity: 2 });

    expect(await faultOf(client.query(change))).toBe(what === 'happens twice' ? '23505' : '23001');
  });

  it.each([[0, 0, CHECKED], [1, 0, undefined], [0, 1, undefined]])('a movement of %i and %i', async (onHand, reserved, fault) => {
    const insert = `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause) values ($1, $1, $2, $3, $4, 'adjustment', 'adj', $1)`;

    expect(await faultOf(client.query(insert, [uuid(), main, onHand, reserved]))).toBe(fault);
  });
});

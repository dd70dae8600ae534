import pg from 'pg';
import { newId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { RESERVE } from './statements.js';

type Amounts = Partial<Record<'amount' | 'authorized' | 'captured' | 'capturing' | 'voided' | 'voiding' | 'refunded' | 'refunding', number>>;
type Wish = readonly [payment: string, kind: 'capture' | 'void' | 'refund', amount: number];

const uuid = (): string => toUuid(newId('pay'));
const CONSTRAINTS = ['never_beyond_authorized', 'never_refund_beyond_captured'];

/** Each layer alone: the statement without the constraints behind it, and the constraints without the statement. */
describe('the guard of captures and refunds', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  const rows = async (text: string, values: readonly unknown[] = []): Promise<Record<string, any>[]> => (await client.query(text, [...values])).rows;
  const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: { code?: string; constraint?: string }) => error.constraint ?? error.code);
  const payment = async (amounts: Amounts): Promise<string> => {
    const all = { amount: 100, authorized: 100, captured: 0, capturing: 0, voided: 0, voiding: 0, refunded: 0, refunding: 0, ...amounts };
    const id = uuid();
    await client.query(
      `insert into payments.payments (id, checkout_id, gateway, method, capture, currency, status, ${Object.keys(all).join(', ')})
       values ($1, $1, 'stripe', 'pm_card_visa', 'manual', 'EUR', 'authorized', ${Object.values(all).join(', ')})`,
      [id],
    );
    return id;
  };
  const reserve = async (...wishes: Wish[]): Promise<number> =>
    (await client.query(RESERVE, [
      wishes.map(uuid), wishes.map(([id]) => id), wishes.map(([, kind]) => kind), wishes.map(([, , amount]) => amount), wishes.map(() => null), wishes.map(() => null), 60, wishes.map(() => null), wishes.map(() => null),
    ])).rows.length;
  const stand = async (id: string): Promise<number[]> =>
    (await rows('select capturing, voiding, refunding, version from payments.payments where id = $1', [id])).flatMap((row) => [Number(row['capturing']), Number(row['voiding']), Number(row['refunding']), row['version']]);
  const operations = async (id: string): Promise<unknown[]> =>
    (await rows('select kind, amount, currency, state from payments.operations where payment_id = $1 order by kind, amount', [id])).map((row) => [row['kind'], Number(row['amount']), row['currency'], row['state']]);

  describe.each([['with the constraints behind it', false], ['alone', true]])('when it sets money aside, %s', (_, alone) => {
    beforeEach(async () => {
      if (alone) await client.query(`alter table payments.payments ${CONSTRAINTS.map((name) => `drop constraint if exists ${name}`).join(', ')}`);
    });

    it('gives the last cent, writes the operation down, and touches no other payment', async () => {
      const [one, other] = [await payment({ captured: 60, refunded: 10, refunding: 20 }), await payment({ captured: 60 })];

      expect(await reserve([one, 'refund', 30])).toBe(1);

      expect([await stand(one), await stand(other)]).toEqual([[0, 0, 50, 2], [0, 0, 0, 1]]);
      expect([await operations(one), await operations(other)]).toEqual([[['refund', 30, 'EUR', 'created']], []]);
      expect(await rows('select extract(epoch from next_check_at - now())::int as seconds from payments.operations')).toEqual([{ seconds: 60 }]);
    });

    it('adds what is asked at once, each to its own kind and payment', async () => {
      const [one, other] = [await payment({ captured: 40, capturing: 1, voiding: 2, refunding: 3 }), await payment({ captured: 40 })];

      expect(await reserve([one, 'capture', 10], [one, 'capture', 5], [one, 'void', 20], [one, 'refund', 7], [one, 'refund', 8], [other, 'refund', 40])).toBe(6);

      expect([await stand(one), await stand(other)]).toEqual([[16, 22, 18, 2], [0, 0, 40, 2]]);
    });

    it.each<[string, Amounts, 'capture' | 'void' | 'refund', number]>([
      ['what was captured', { captured: 40 }, 'refund', 41],
      ['what earlier refunds left', { captured: 40, refunded: 30 }, 'refund', 11],
      ['what refunds under way leave', { captured: 40, refunding: 30 }, 'refund', 11],
      ['what is only being captured', { captured: 1, capturing: 50 }, 'refund', 2],
      ['what was authorized', {}, 'capture', 101],
      ['what earlier captures left', { captured: 40 }, 'capture', 61],
      ['what captures under way leave', { capturing: 40 }, 'capture', 61],
      ['what was given up', { voided: 40 }, 'capture', 61],
      ['what is being given up', { voiding: 40 }, 'capture', 61],
      ['what was captured', { captured: 40 }, 'void', 61],
      ['what is being given up', { voiding: 40 }, 'void', 61],
    ])('refuses a cent beyond %s: %j, %s', async (what, amounts, kind, amount) => {
      const id = await payment(amounts);

      expect([what, await reserve([id, kind, amount])]).toEqual([what, 0]);
      expect(await operations(id)).toEqual([]);
      expect([what, await reserve([id, kind, amount - 1])]).toEqual([what, 1]);
    });

    it.each<[string, readonly (readonly ['capture' | 'void' | 'refund', number])[]]>([
      ['captures', [['capture', 30], ['capture', 31]]],
      ['a capture and a void', [['capture', 30], ['void', 31]]],
      ['refunds', [['refund', 20], ['refund', 21]]],
    ])('refuses %s that are too much only together', async (what, wishes) => {
      const id = await payment({ captured: 40 });

      expect([what, await reserve(...wishes.map(([kind, amount]): Wish => [id, kind, amount]))]).toEqual([what, 0]);
      expect(await stand(id)).toEqual([0, 0, 0, 1]);
    });

    it('gives to one payment what it refuses to another', async () => {
      const [rich, poor] = [await payment({ captured: 40 }), await payment({ captured: 4 })];

      expect(await reserve([rich, 'refund', 40], [poor, 'refund', 5])).toBe(1);

      expect([await operations(rich), await operations(poor)]).toEqual([[['refund', 40, 'EUR', 'created']], []]);
    });
  });

  describe('in the table itself', () => {
    const FULL: Amounts = { captured: 40, capturing: 10, voided: 30, voiding: 20, refunded: 25, refunding: 15 };

    it.each<[string, Amounts, string | undefined]>([
      ['all of it is spoken for', {}, undefined],
      ['nothing happened yet', { authorized: 0, captured: 0, capturing: 0, voided: 0, voiding: 0, refunded: 0, refunding: 0 }, undefined],
      ['more is authorized than asked for', { amount: 99 }, 'never_beyond_authorized'],
      ['less than nothing is authorized', { authorized: -1, captured: 0, capturing: 0, voided: -1, voiding: 0, refunded: 0, refunding: 0 }, 'never_beyond_authorized'],
      ['a cent too many is captured', { captured: 41 }, 'never_beyond_authorized'],
      ['a cent too many is being captured', { capturing: 11 }, 'never_beyond_authorized'],
      ['a cent too many was given up', { voided: 31 }, 'never_beyond_authorized'],
      ['a cent too many is being given up', { voiding: 21 }, 'never_beyond_authorized'],
      ['less than nothing is captured', { captured: -1, refunded: -1, refunding: 0 }, 'never_beyond_authorized'],
      ['less than nothing is being captured', { capturing: -1 }, 'never_beyond_authorized'],
      ['less than nothing was given up', { voided: -1 }, 'never_beyond_authorized'],
      ['less than nothing is being given up', { voiding: -1 }, 'never_beyond_authorized'],
      ['a cent too many went back', { refunded: 26 }, 'never_refund_beyond_captured'],
      ['a cent too many goes back', { refunding: 16 }, 'never_refund_beyond_captured'],
      ['less than nothing went back', { refunded: -1 }, 'never_refund_beyond_captured'],
      ['less than nothing goes back', { refunding: -1 }, 'never_refund_beyond_captured'],
    ])('a payment of which %s', async (_, change, constraint) => {
      expect(await faultOf(payment({ ...FULL, ...change }))).toBe(constraint);
    });

    // Of two constraints that refuse the same, each has to by itself.
    it.each<[string, Amounts]>([
      ['never_beyond_authorized', { captured: -1, refunded: -1, refunding: 0 }],
      ['never_refund_beyond_captured', { captured: 0, refunded: 1, refunding: 0 }],
    ])('%s, alone', async (constraint, change) => {
      await client.query(`alter table payments.payments ${CONSTRAINTS.filter((name) => name !== constraint).map((name) => `drop constraint if exists ${name}`).join(', ')}`);

      expect(await faultOf(payment({ ...FULL, ...change }))).toBe(constraint);
    });

    it.each([[0, 'operations_amount_check'], [1, undefined]])('an operation of %i', async (amount, constraint) => {
      const id = await payment({});
      const insert = client.query(`insert into payments.operations (id, payment_id, kind, amount, currency) values ($1, $2, 'capture', $3, 'EUR')`, [uuid(), id, amount]);

      expect(await faultOf(insert)).toBe(constraint);
    });

    it('an operation that failed and then succeeded', async () => {
      const id = await payment({});
      await client.query(`insert into payments.operations (id, payment_id, kind, amount, currency, state) values ($1, $1, 'capture', 1, 'EUR', 'failed')`, [id]);

      expect(await faultOf(client.query(`update payments.operations set state = 'succeeded' where id = $1`, [id]))).toBe('23001');
    });

    it.each<[string, string, string]>([
      ['a second try while the first is undecided', `insert into payments.payments (id, checkout_id, gateway, method, capture, currency, amount) select gen_random_uuid(), checkout_id, gateway, method, capture, currency, amount from payments.payments where id = $1`, 'one_undecided_payment'],
      ['a second live authorization', `insert into payments.operations (id, payment_id, kind, amount, currency) select gen_random_uuid(), id, 'authorize', 1, 'EUR' from payments.payments, generate_series(1, 2) where id = $1`, 'one_live_authorization'],
    ])('%s', async (_, statement, constraint) => {
      const id = await payment({});
      await client.query(`update payments.payments set status = 'pending' where id = $1`, [id]);

      expect(await faultOf(client.query(statement, [id]))).toBe(constraint);
    });
  });
});

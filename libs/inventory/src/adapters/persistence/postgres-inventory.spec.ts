import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { type Id, newId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { NestLogger, PlatformModule } from '@holdfast/platform';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { eventually } from '../../../../../test/support/eventually.js';
import { sql } from '../../../../../test/support/sql.js';
import { AdjustStock } from '../../application/adjust-stock.js';
import { StockBelowReserved } from '../../domain/errors.js';
import { AVAILABILITY_CHANGED, type Demand, type HoldOutcome, Inventory, type VariantId } from '../../inventory.js';
import { InventoryModule } from '../../inventory.module.js';
import { INVENTORY_INVARIANTS } from './invariants.js';
import { INVENTORY_RECORDS } from './records.js';
import { specLogger } from '../../../../../test/support/spec-log.js';

const HOUR = 3_600_000;

describe('the stock in PostgreSQL', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let inventory: Inventory;
  let work: UnitOfWork;

  beforeAll(async () => {
    database = await createTestDatabase();
    const logger = specLogger();
    const platform = PlatformModule.forRoot({
      databaseUrl: database.url, publicUrl: 'http://shop.test', logger, poolMax: 20, queue: { kind: 'postgres', url: database.url },
      secret: 'a secret for the specs, not for anybody else', testMode: true, records: INVENTORY_RECORDS, migrations: [],
    });
    class AppModule {}
    Module({ imports: [CqrsModule.forRoot(), platform, InventoryModule] })(AppModule);
    app = await NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(logger), abortOnError: false });
    [inventory, work] = [app.get(Inventory), app.get(UnitOfWork, { strict: false })];
  });
  afterEach(async () => {
    for (const { id, sql: query } of INVENTORY_INVARIANTS) expect({ id, offenders: await sql(database.url, query) }).toEqual({ id, offenders: [] });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  async function stocked(quantity: number): Promise<VariantId> {
    const variantId = newId('var');
    await work.run(() => inventory.stockInitially([{ variantId, quantity }], newId('job')));
    return variantId;
  }
  const hold = async (demand: readonly Demand[], { seconds = 3_600, pinned = false, checkoutId = newId('chk') } = {}): Promise<{ checkoutId: Id<'chk'>; outcome: HoldOutcome }> => {
    const [outcome] = await work.run(() => inventory.hold([{ checkoutId, demand, until: new Date(Date.now() + seconds * 1_000), pinned }]));
    return { checkoutId, outcome: outcome! };
  };
  const one = (variantId: VariantId, quantity = 1): Demand[] => [{ variantId, quantity }];
  const level = async (variantId: VariantId) => (await sql(database.url, 'select on_hand, reserved from inventory.levels where variant_id = $1', [toUuid(variantId)]))[0];
  const adjust = (variantId: VariantId, delta: number) =>
    app.get(CommandBus, { strict: false }).execute(new AdjustStock('counted', [{ variantId, change: { kind: 'delta', delta } }]));
  const announced = async (variantId: VariantId): Promise<boolean[]> =>
    (
      await sql<{ in_stock: boolean }>(
        database.url,
        `select (payload->>'in_stock')::boolean as in_stock from platform.outbox where type = $1 and payload->>'variant_id' = $2 order by version`,
        [AVAILABILITY_CHANGED, variantId],
      )
    ).map(({ in_stock }) => in_stock);

  it('never oversells, however many come at once', async () => {
    const variantId = await stocked(7);

    const tries = await Promise.all(Array.from({ length: 20 }, () => hold(one(variantId))));

    expect(tries.filter(({ outcome }) => outcome.held)).toHaveLength(7);
    expect(await level(variantId)).toEqual({ on_hand: 7, reserved: 7 });
  });

  it('holds all of a checkout or nothing of it', async () => {
    const [plenty, scarce] = [await stocked(5), await stocked(1)];

    const { outcome } = await hold([...one(plenty, 2), ...one(scarce, 2)]);

    expect(outcome).toEqual({ held: false, shortages: [{ variantId: scarce, requested: 2, available: 1 }] });
    expect([await level(plenty), await level(scarce)]).toEqual([{ on_hand: 5, reserved: 0 }, { on_hand: 1, reserved: 0 }]);
  });

  it('takes expired holds back for whoever needs them, and no others', async () => {
    const variantId = await stocked(3);
    await hold(one(variantId), { seconds: -1 });
    await hold(one(variantId), { seconds: -1, pinned: true });
    await hold(one(variantId));

    const next = await hold(one(variantId));
    const nobody = await hold(one(variantId));

    expect([next.outcome.held, nobody.outcome]).toEqual([true, { held: false, shortages: [{ variantId, requested: 1, available: 0 }] }]);
    expect(await level(variantId)).toEqual({ on_hand: 3, reserved: 3 });
  });

  it('takes back what expired while its transaction waited', async () => {
    const variantId = await stocked(1);
    await hold(one(variantId), { seconds: 0.3 });

    const [outcome] = await work.run(async () => {
      await inventory.availability([variantId]);
      await eventually(async () => {
        const [row] = await sql(database.url, 'select expires_at <= now() as over from inventory.holds where variant_id = $1', [toUuid(variantId)]);
        expect(row!.over).toBe(true);
      });
      return inventory.hold([{ checkoutId: newId('chk'), demand: one(variantId), until: new Date(Date.now() + HOUR), pinned: false }]);
    });

    expect(outcome).toEqual({ held: true });
  });

  it('takes expired holds back for those too who come short only because others before them were served by that', async () => {
    const [scarce, other] = [await stocked(1), await stocked(2)];
    await hold(one(scarce), { seconds: -1 });
    await hold(one(other), { seconds: -1 });

    const outcomes = await work.run(() => {
      const until = new Date(Date.now() + HOUR);
      return inventory.hold([[...one(scarce), ...one(other)], one(other)].map((demand) => ({ checkoutId: newId('chk'), demand, until, pinned: false })));
    });

    expect(outcomes).toEqual([{ held: true }, { held: true }]);
    expect([await level(scarce), await level(other)]).toEqual([{ on_hand: 1, reserved: 1 }, { on_hand: 2, reserved: 2 }]);
  });

  it('gives one expired hold to one of many', async () => {
    const variantId = await stocked(1);
    await hold(one(variantId), { seconds: -1 });

    const tries = await Promise.all(Array.from({ length: 20 }, () => hold(one(variantId))));

    expect(tries.filter(({ outcome }) => outcome.held)).toHaveLength(1);
    expect(await level(variantId)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it('says that a variant is in stock again when more came back than was taken', async () => {
    const variantId = await stocked(2);
    await hold(one(variantId, 2), { seconds: -1 });
    expect(await announced(variantId)).toEqual([true, false]);

    await hold(one(variantId, 1));

    expect(await announced(variantId)).toEqual([true, false, true]);
  });

  it('releases once, however often it is asked', async () => {
    const variantId = await stocked(2);
    const { checkoutId } = await hold(one(variantId, 2));

    await Promise.all(Array.from({ length: 10 }, () => work.run(() => inventory.release([checkoutId], 'released'))));
    await work.run(() => inventory.release([checkoutId], 'expired'));

    expect(await level(variantId)).toEqual({ on_hand: 2, reserved: 0 });
    expect(await announced(variantId)).toEqual([true, false, true]);
  });

  it('allocates what is held once, and nothing of a checkout that lost a part', async () => {
    const [kept, lost] = [await stocked(1), await stocked(1)];
    const whole = { ...(await hold(one(await stocked(1)))), units: 1 };
    const partly = { ...(await hold([...one(kept), ...one(lost)], { seconds: -1 })), units: 2 };
    await hold(one(lost));
    const place = () => work.run(() => inventory.allocate([whole, partly].map(({ checkoutId }, i) => ({ checkoutId, orderId: newId('ord'), units: i + 1 }))));

    expect([...(await place())]).toEqual([whole.checkoutId]);
    expect([...(await place())]).toEqual([]);
  });

  it('pins what is held whole, so that it does not expire before it is unpinned', async () => {
    const variantId = await stocked(1);
    const { checkoutId } = await hold(one(variantId));
    const pinned = await work.run(() => inventory.pin([checkoutId], new Date(Date.now() - HOUR)));
    await sql(database.url, `update inventory.holds set expires_at = now() - interval '1 second' where checkout_id = $1`, [toUuid(checkoutId)]);

    const before = await hold(one(variantId));
    await work.run(() => inventory.unpin([checkoutId]));
    const after = await hold(one(variantId));

    expect([[...pinned], before.outcome.held, after.outcome.held]).toEqual([[checkoutId], false, true]);
    expect([...(await work.run(() => inventory.pin([checkoutId], new Date(Date.now() + HOUR))))]).toEqual([]);
  });

  it('never lets a count take what was promised meanwhile', async () => {
    for (let round = 1; round <= 5; round++) {
      const variantId = await stocked(10);

      const [holds, counts] = await Promise.all([
        Promise.all(Array.from({ length: 10 }, () => hold(one(variantId)))),
        Promise.allSettled(Array.from({ length: 10 }, () => adjust(variantId, -1))),
      ]);

      const held = holds.filter(({ outcome }) => outcome.held).length;
      const taken = counts.filter(({ status }) => status === 'fulfilled').length;
      expect(held + taken).toBe(10);
      expect(counts.filter((one) => one.status === 'rejected' && !(one.reason instanceof StockBelowReserved))).toEqual([]);
      expect(await level(variantId)).toEqual({ on_hand: 10 - taken, reserved: held });
    }
  });

  it('never deadlocks, whatever the order in which variants are named', async () => {
    const variants = await Promise.all(Array.from({ length: 5 }, () => stocked(1_000)));
    const [there, back] = [variants, [...variants].reverse()].map((order) => order.flatMap((variantId) => one(variantId)));
    const deadlocks = async () => (await sql(database.url, 'select deadlocks::int from pg_stat_database where datname = current_database()'))[0]!.deadlocks;
    const before = await deadlocks();

    const all = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const { checkoutId, outcome } = await hold(i % 2 ? there! : back!);
        if (i % 4 < 2) await work.run(() => inventory.release([checkoutId], 'released'));
        return outcome.held;
      }),
    );

    expect(all.every(Boolean)).toBe(true);
    for (const variantId of variants) expect(await level(variantId)).toEqual({ on_hand: 1_000, reserved: 100 });
    expect(await deadlocks()).toBe(before);
  });

  it.each([
    ['reserves more than there is', 'update inventory.levels set reserved = on_hand + 1 where variant_id = $1', 'never_oversold'],
    ['reserves less than nothing', 'update inventory.levels set reserved = -1 where variant_id = $1', 'never_oversold'],
    ['ships what is promised', 'update inventory.levels set on_hand = 0 where variant_id = $1', 'never_oversold'],
    ['holds nothing', 'update inventory.holds set quantity = 0 where variant_id = $1', 'holds_quantity_check'],
    ['lets an allocation expire', `update inventory.holds set status = 'expired' where variant_id = $1`, undefined],
    ['rewrites a movement', 'update inventory.movements set delta_reserved = 5 where variant_id = $1', undefined],
    ['forgets a movement', 'delete from inventory.movements where variant_id = $1', undefined],
  ])('is defended by the database against code that %s', async (_, statement, constraint) => {
    const variantId = await stocked(2);
    const { checkoutId } = await hold(one(variantId));
    await work.run(() => inventory.allocate([{ checkoutId, orderId: newId('ord'), units: 1 }]));

    const fault = await sql(database.url, statement, [toUuid(variantId)]).catch((error: unknown) => error as { constraint?: string; code: string });

    expect(fault).toMatchObject(constraint ? { code: '23514', constraint } : { code: '23001' });
  });
});

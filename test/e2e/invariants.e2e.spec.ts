import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { toUuid } from '@holdfast/kernel';
import { PLATFORM_SETTINGS, type PlatformSettings } from '@holdfast/platform';
import { card, cartWith, checkOut, expectProof, restock, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

/** Rows of a healthy shop that seeds spoil, as UUIDs. */
interface Healthy {
  readonly variant: string;
  readonly order: string;
  readonly checkout: string;
  readonly trusted: string;
  readonly open: string;
  readonly canceled: string;
}

interface Seed {
  readonly what: string;
  /** SQL, run with triggers and foreign keys off. */
  readonly spoil: (shop: Healthy) => readonly string[];
  /** What the offender names. */
  readonly offender: (shop: Healthy) => object;
}

const [HOLD, PAYMENT, EVENT, VARIANT, MAIN] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), '01938000-0000-7000-8000-000000000001'];
const level = (onHand: number, reserved: number) => `insert into inventory.levels (id, variant_id, location_id, on_hand, reserved) values (gen_random_uuid(), '${VARIANT}', '${MAIN}', ${onHand}, ${reserved})`;
const moved = (reason: string, onHand: number, reserved: number) =>
  `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause)
   values (gen_random_uuid(), '${VARIANT}', '${MAIN}', ${onHand}, ${reserved}, '${reason}', 'hold', '${HOLD}')`;
const held = (status: string, quantity: number, order = 'null') =>
  `insert into inventory.holds (id, checkout_id, order_id, variant_id, location_id, quantity, status, expires_at)
   values ('${HOLD}', gen_random_uuid(), ${order}, '${VARIANT}', '${MAIN}', ${quantity}, '${status}', now() + interval '1 hour')`;
const payment = (checkout: string, { authorized = 0, captured = 0, refunded = 0 }, age = '0 minutes') =>
  `insert into payments.payments (id, checkout_id, gateway, method, capture, currency, amount, authorized, captured, refunded, status, updated_at)
   values ('${PAYMENT}', '${checkout}', 'stripe', 'pm', 'manual', 'EUR', 100, ${authorized}, ${captured}, ${refunded}, 'failed', now() - interval '${age}')`;
const succeeded = (kind: string, amount: number) =>
  `insert into payments.operations (id, payment_id, kind, amount, currency, state) values (gen_random_uuid(), '${PAYMENT}', '${kind}', ${amount}, 'EUR', 'succeeded')`;
const event = (type: string, subject: string, version: number, states: string, published: string) =>
  `insert into platform.outbox (id, type, subject_kind, subject, version, from_state, to_state, payload, occurred_at, published_at)
   values ('${EVENT}', '${type}', 'ord', '${subject}', ${version}, ${states}, '{}', now() - interval '2 minutes', ${published})`;
const checkoutIs = (id: string, status: string) => `update ordering.checkouts set status = '${status}' where id = '${id}'`;

/** For every invariant at least one way to break it and nothing else. */
const SEEDS: Readonly<Record<string, readonly Seed[]>> = {
  I1: [
    {
      what: 'more reserved than there is',
      spoil: () => ['alter table inventory.levels drop constraint never_oversold', level(1, 2), moved('initial', 1, 0), moved('hold', 0, 2), held('held', 2)],
      offender: () => ({ variant_id: VARIANT, on_hand: 1, reserved: 2 }),
    },
  ],
  I2: [{ what: 'reserved for nobody', spoil: () => [level(1, 1), moved('initial', 1, 1)], offender: () => ({ variant_id: VARIANT, reserved: 1, held: '0' }) }],
  I3: [
    {
      what: 'stock out of nowhere',
      spoil: ({ variant }) => [`update inventory.levels set on_hand = on_hand + 1 where variant_id = '${variant}'`],
      offender: ({ variant }) => ({ variant_id: variant }),
    },
  ],
  I4: [
    { what: 'a hold that moved nothing', spoil: () => [held('released', 1)], offender: () => ({ variant_id: VARIANT, about: 'hold without its movement' }) },
    {
      what: 'a shipment that left the shelf full',
      spoil: () => [level(1, 0), moved('initial', 1, 0), moved('hold', 0, 1), moved('ship', 0, -1), held('shipped', 1, 'gen_random_uuid()')],
      offender: () => ({ variant_id: VARIANT, about: 'shipped' }),
    },
  ],
  I5: [
    { what: 'a completed checkout without an order', spoil: ({ canceled }) => [checkoutIs(canceled, 'completed')], offender: ({ canceled }) => ({ checkout_id: canceled, about: 'completed without order' }) },
    { what: 'an order of a canceled checkout', spoil: ({ checkout }) => [checkoutIs(checkout, 'canceled')], offender: ({ checkout }) => ({ checkout_id: checkout }) },
    {
      what: 'a line without its allocation',
      spoil: ({ order }) => [`update ordering.order_lines set variant_id = gen_random_uuid() where order_id = '${order}'`],
      offender: ({ checkout }) => ({ checkout_id: checkout, about: 'lines and allocations differ' }),
    },
  ],
  I6: [
    { what: 'a cent lost', spoil: ({ order }) => [`update ordering.orders set total = total - 1 where id = '${order}'`], offender: ({ order }) => ({ id: order }) },
    {
      what: 'another total than the checkout said',
      spoil: ({ checkout }) => [`update ordering.checkouts set total = total + 1 where id = '${checkout}'`],
      offender: ({ order }) => ({ id: order }),
    },
  ],
  I7: [
    {
      what: 'an operation that nobody looks at',
      spoil: () => [
        payment(randomUUID(), {}),
        `insert into payments.operations (id, payment_id, kind, amount, currency, state, updated_at) values ('${EVENT}', '${PAYMENT}', 'authorize', 100, 'EUR', 'unknown', now() - interval '3 minutes')`,
      ],
      offender: () => ({ id: EVENT, payment_id: PAYMENT, state: 'unknown' }),
    },
  ],
  I8: [
    { what: 'stock held for an expired checkout', spoil: ({ open }) => [checkoutIs(open, 'expired')], offender: () => ({ about: 'held for a checkout that is over' }) },
    {
      what: 'stock that expired under a payment',
      spoil: ({ canceled }) => [checkoutIs(canceled, 'processing'), `update inventory.holds set status = 'expired' where checkout_id = '${canceled}'`],
      offender: () => ({ about: 'expired under a payment' }),
    },
  ],
  I9: [
    { what: 'two live authorizations', spoil: ({ checkout }) => [payment(checkout, { authorized: 100 }), succeeded('authorize', 100)], offender: ({ checkout }) => ({ checkout_id: checkout, live: '2' }) },
  ],
  I11: [
    {
      what: 'money kept without an order',
      spoil: ({ canceled }) => [payment(canceled, { authorized: 100, captured: 100 }, '3 minutes'), succeeded('authorize', 100), succeeded('capture', 100)],
      offender: ({ canceled }) => ({ id: PAYMENT, checkout_id: canceled }),
    },
  ],
  I12: [{ what: 'money without an operation', spoil: ({ canceled }) => [payment(canceled, { authorized: 100 })], offender: () => ({ id: PAYMENT }) }],
  I13: [
    {
      what: 'a refund of what was never captured',
      spoil: ({ canceled }) => [
        'alter table payments.payments drop constraint never_refund_beyond_captured',
        payment(canceled, { authorized: 100, refunded: 5 }),
        succeeded('authorize', 100),
        succeeded('refund', 5),
      ],
      offender: () => ({ id: PAYMENT }),
    },
  ],
  I14: [
    {
      what: 'an order that nobody paid',
      spoil: ({ trusted }) => [`update payments.payments set checkout_id = gen_random_uuid() where checkout_id = (select checkout_id from ordering.orders where id = '${trusted}')`],
      offender: ({ trusted }) => ({ id: trusted }),
    },
  ],
  I17: [{ what: 'an event that waits', spoil: ({ open }) => [event('ordering.noted.v1', open, 99, 'null, null', 'null')], offender: () => ({ id: EVENT }) }],
  I18: [
    {
      what: 'an order that was never announced',
      spoil: ({ order }) => [`delete from platform.outbox where subject = '${order}'`],
      offender: ({ order }) => ({ id: order }),
    },
    { what: 'an order announced twice', spoil: ({ order }) => [event('ordering.order-placed.v1', order, 2, 'null, null', 'now()')], offender: ({ order }) => ({ id: order }) },
  ],
  I20: [
    {
      what: 'a key that nobody finishes',
      spoil: () => [`insert into platform.idempotency_keys (scope, key, fingerprint, locked_until) values ('s', 'stuck', '', now() - interval '10 minutes')`],
      offender: () => ({ key: 'stuck', state: 'in_progress' }),
    },
    {
      what: 'an answer that was lost',
      spoil: () => [
        'alter table platform.idempotency_keys drop constraint idempotency_keys_check',
        `insert into platform.idempotency_keys (scope, key, fingerprint, locked_until, state) values ('s', 'lost', '', now(), 'done')`,
      ],
      offender: () => ({ key: 'lost', state: 'done' }),
    },
  ],
  I21: [
    {
      what: 'a leap in the history',
      spoil: ({ order }) => [event('ordering.order-completed.v1', order, 2, `'processing', 'completed'`, 'now()')],
      offender: ({ order }) => ({ subject: order, from_state: 'processing', ended: 'placed' }),
    },
  ],
  I22: [
    {
      what: 'an order that went to somebody else',
      spoil: ({ order }) => [`update ordering.orders set customer_id = gen_random_uuid() where id = '${order}'`],
      offender: ({ order }) => ({ id: order, cart_of: null }),
    },
  ],
};

describe('the invariants', () => {
  let shop: Shop;
  let healthy: Healthy;
  let ids: string[];
  let client: pg.Client;

  beforeAll(async () => {
    shop = await Shop.open();
    const variant = await sellable(shop, { stock: 50 });
    await restock(shop, variant, 5);
    const buy = async (payment?: object) => {
      const cart = await cartWith(shop, [variant, 2]);
      const options = { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id, payment } };
      return { cart, ...(payment ? await checkOut(shop, cart, { payment }) : await shop.ask('POST', '/v1/checkouts', options)) };
    };
    const [paid, trusted, declined, open, canceled] = [
      await buy(card()), await buy({ gateway: 'manual', method: 'transfer' }), await buy(card('pm_card_visa_chargeDeclined')), await buy(), await buy(),
    ];
    expect([paid.status, trusted.status, declined.status, open.status]).toEqual([201, 201, 402, 201]);
    expect((await shop.ask('DELETE', `/v1/checkouts/${canceled.body.id}`, { headers: canceled.cart.headers })).status).toBe(204);
    const [order, checkout, other] = [paid.body.order.id, paid.body.id, trusted.body.order.id].map(toUuid);
    healthy = { variant: toUuid(variant), order: order!, checkout: checkout!, trusted: other!, open: toUuid(open.body.id), canceled: toUuid(canceled.body.id) };
    ids = (await shop.admin('GET', '/v1/ops/invariants')).body.data.map(({ id }: { id: string }) => id);
    client = new pg.Client({ connectionString: shop.database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await shop.close();
  });

  /** The offenders of every invariant that does not hold once the seed is sown; nothing of it stays. */
  async function brokenBy(statements: readonly string[]): Promise<Record<string, object[]>> {
    const { invariants = [] } = shop.app.get<PlatformSettings>(PLATFORM_SETTINGS, { strict: false });
    await client.query('begin');
    try {
      await client.query('set local session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      const broken: Record<string, object[]> = {};
      for (const invariant of invariants) {
        const { rows } = await client.query<object>(invariant.sql);
        if (rows.length > 0) broken[invariant.id] = rows;
      }
      return broken;
    } finally {
      await client.query('rollback');
    }
  }

  it('all hold in a shop with orders, a decline, an open and a canceled checkout', () => expectProof(shop));

  it('each have a violation that is seeded here', () => {
    expect(Object.keys(SEEDS)).toEqual(ids);
  });

  const seeds = Object.entries(SEEDS).flatMap(([id, list]) => list.map((seed): [string, string, Seed] => [id, seed.what, seed]));
  it.each(seeds)('%s catches %s, and no other does', async (id, _, { spoil, offender }) => {
    const broken = await brokenBy(spoil(healthy));

    expect(Object.keys(broken)).toEqual([id]);
    expect(broken[id]).toEqual([expect.objectContaining(offender(healthy))]);
  });

  it('are told by the API with their offenders', async () => {
    await sql(shop.database.url, `insert into platform.idempotency_keys (scope, key, fingerprint, locked_until) values ('s', 'stuck', '', now() - interval '10 minutes')`);

    const { body } = await shop.admin('GET', '/v1/ops/invariants');

    expect(body.data.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([{ id: 'I20', statement: expect.any(String), ok: false, offenders: [{ scope: 's', key: 'stuck', state: 'in_progress' }] }]);
  });
});

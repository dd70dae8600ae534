import { randomUUID } from 'node:crypto';
import { BALANCES_ARE_NO_SUMS, CLEARING, EVENT, GATEWAYS_SAY_OTHERWISE, journal, REVENUE, transfer } from './ledger-seeds.js';

/** Rows of a healthy shop that seeds spoil, as UUIDs. */
export interface Healthy {
  readonly variant: string;
  readonly order: string;
  readonly checkout: string;
  readonly trusted: string;
  readonly open: string;
  readonly canceled: string;
}

export interface Seed {
  readonly what: string;
  /** SQL, run with triggers and foreign keys off. */
  readonly spoil: (shop: Healthy) => readonly string[];
  /** What the offender names. */
  readonly offender: (shop: Healthy) => object;
}

const [HOLD, PAYMENT, VARIANT, MAIN] = [randomUUID(), randomUUID(), randomUUID(), '01938000-0000-7000-8000-000000000001'];
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
const succeeded = (kind: string, amount: number, booked = amount) =>
  `with o as (
     insert into payments.operations (id, payment_id, kind, amount, currency, state) values (gen_random_uuid(), '${PAYMENT}', '${kind}', ${amount}, 'EUR', 'succeeded') returning id, kind
   ), j as (
     insert into payments.ledger_journals (id, kind, ref, operation_id) select id, kind, id::text, id from o where kind in ('capture', 'refund') and ${booked} > 0 returning id, kind, ref
   )
   insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, kind, ref, leg)
   select id, 0, ${kind === 'capture' ? `'${CLEARING}', '${REVENUE}'` : `'${REVENUE}', '${CLEARING}'`}, ${booked}, 'EUR', kind, ref, 'gateway' from j`;
const event = (type: string, subject: string, version: number, states: string, published: string) =>
  `insert into platform.outbox (id, type, subject_kind, subject, version, from_state, to_state, payload, occurred_at, published_at)
   values ('${EVENT}', '${type}', 'ord', '${subject}', ${version}, ${states}, '{}', now() - interval '2 minutes', ${published})`;
const checkoutIs = (id: string, status: string) => `update ordering.checkouts set status = '${status}' where id = '${id}'`;

/** For every invariant at least one way to break it and nothing else. */
export const SEEDS: Readonly<Record<string, readonly Seed[]>> = {
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
    {
      what: 'a setup that nobody looks at',
      spoil: () => [
        `insert into payments.payment_methods (id, customer_id, gateway, method, state, next_check_at) values ('${EVENT}', '${EVENT}', 'stripe', 'pm_card_visa', 'unknown', now() - interval '3 minutes')`,
      ],
      offender: () => ({ id: EVENT, kind: 'payment_method', state: 'unknown' }),
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
    { what: 'more authorized than it costs', spoil: ({ checkout }) => [payment(checkout, { authorized: 100 }), succeeded('authorize', 100)], offender: ({ checkout }) => ({ checkout_id: checkout, live: '2' }) },
  ],
  I10: [
    {
      what: 'an event that nobody looks at',
      spoil: () => [
        `insert into payments.gateway_events (id, gateway, event_id, type, reference, occurred_at, next_try_at)
         values ('${EVENT}', 'stripe', 'evt_lost', 'charge.refunded', 'pi_lost', now(), now() - interval '6 minutes')`,
      ],
      offender: () => ({ id: EVENT, event_id: 'evt_lost', state: 'received' }),
    },
  ],
  I11: [
    {
      what: 'money kept without an order',
      spoil: ({ canceled }) => [payment(canceled, { authorized: 100, captured: 100 }, '3 minutes'), succeeded('authorize', 100), succeeded('capture', 100)],
      offender: ({ canceled }) => ({ id: PAYMENT, checkout_id: canceled }),
    },
  ],
  I12: [
    { what: 'money without an operation', spoil: ({ canceled }) => [payment(canceled, { authorized: 100 })], offender: () => ({ id: PAYMENT }) },
    {
      what: 'money set aside for nothing',
      spoil: ({ canceled }) => [payment(canceled, { authorized: 100 }), succeeded('authorize', 100), `update payments.payments set capturing = 5 where id = '${PAYMENT}'`],
      offender: () => ({ id: PAYMENT }),
    },
    {
      what: 'an operation under way for which nothing is set aside',
      spoil: ({ canceled }) => [
        payment(canceled, { authorized: 100 }),
        succeeded('authorize', 100),
        `insert into payments.operations (id, payment_id, kind, amount, currency, state) values (gen_random_uuid(), '${PAYMENT}', 'void', 5, 'EUR', 'unknown')`,
      ],
      offender: () => ({ id: PAYMENT }),
    },
  ],
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
    {
      what: 'more under way than there is',
      spoil: ({ canceled }) => [
        'alter table payments.payments drop constraint never_beyond_authorized',
        payment(canceled, { authorized: 100 }),
        succeeded('authorize', 100),
        `update payments.payments set capturing = 101 where id = '${PAYMENT}'`,
        `insert into payments.operations (id, payment_id, kind, amount, currency, state) values (gen_random_uuid(), '${PAYMENT}', 'capture', 101, 'EUR', 'unknown')`,
      ],
      offender: () => ({ id: PAYMENT }),
    },
  ],
  I14: BALANCES_ARE_NO_SUMS,
  I15: [
    { what: 'a capture that was never booked', spoil: ({ canceled }) => [payment(canceled, { authorized: 100, captured: 100 }), succeeded('authorize', 100), succeeded('capture', 100, 0)], offender: () => ({ kind: 'capture', moved: '100', booked: null }) },
    { what: 'a capture booked with a cent less', spoil: ({ canceled }) => [payment(canceled, { authorized: 100, captured: 100 }), succeeded('authorize', 100), succeeded('capture', 100, 99)], offender: () => ({ moved: '100', booked: '99' }) },
    { what: 'a refund in the books that never was', spoil: () => [journal('refund'), transfer(REVENUE, CLEARING, 'refund')], offender: () => ({ operation_id: EVENT, moved: null, booked: '7' }) },
  ],
  I16: GATEWAYS_SAY_OTHERWISE,
  I17: [{ what: 'an event that waits', spoil: ({ open }) => [event('ordering.noted.v1', open, 99, 'null, null', 'null')], offender: () => ({ id: EVENT }) }],
  I18: [
    {
      what: 'an order that was never announced',
      spoil: ({ order }) => [`delete from platform.outbox where subject = '${order}'`],
      offender: ({ order }) => ({ id: order }),
    },
    { what: 'an order announced twice', spoil: ({ order }) => [event('ordering.order-placed.v1', order, 2, 'null, null', 'now()')], offender: ({ order }) => ({ id: order }) },
  ],
  I19: [
    {
      what: 'an event that a subscriber never got',
      spoil: ({ open }) => [
        `insert into platform.subscriptions (consumer, type, since) values ('nobody', 'ordering.noted.v1', now() - interval '1 hour')`,
        event('ordering.noted.v1', open, 99, 'null, null', `now() - interval '6 minutes'`),
      ],
      offender: () => ({ consumer: 'nobody', event_id: EVENT }),
    },
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
  I23: [
    {
      what: 'an order that nobody paid',
      spoil: ({ trusted }) => [`update payments.payments set checkout_id = gen_random_uuid() where checkout_id = (select checkout_id from ordering.orders where id = '${trusted}')`],
      offender: ({ trusted }) => ({ id: trusted }),
    },
  ],
};

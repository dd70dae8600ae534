import type { Extent } from './catalog.sql.js';
import { chance, typeId, uuid } from './tools.sql.js';

const DAY_MS = 86_400_000;
/** How long the shop keeps keys, and rows of its inbox; the names of buyers whom nobody hears of any more. */
const KEYS_MS = 8 * DAY_MS;
const INBOX_MS = 30 * DAY_MS;

export const LOCATION = `'01938000-0000-7000-8000-000000000001'::uuid`;
const ADDRESS = `'{"city": "Hamburg", "name": "Ada Lovelace", "line1": "12 Harbor Street", "country": "DE", "postal_code": "20457"}'::jsonb`;
const ACCOUNT = `'order:' || checkout || ':EUR'`;
const CLEARING = `'gateway_clearing:stripe:EUR'`;
const GOODS = `'revenue:goods:EUR'`;
const STAFF = `'key_01m7zy98yaefj9m4aj1xk6zx34'`;

/** Every n-th order had a piece given back. */
const REFUNDED = 50;

export const customersOf = ({ orders }: Extent): number => Math.ceil(orders / 8);

/** More and more by the day: at the end half as many again as on average. */
const time = ({ orders, from, until }: Extent): string => `${from} + (${until - from}::float8 * power(i::float8 / ${orders}, 0.667))::bigint`;

/** Of some variants very many are bought, of most of them few. */
const bought = ({ variants }: Extent, n: string, salt: number): string => `1 + floor(${variants} * power(${chance(n, salt)}, 3))::bigint`;
const pieces = (n: string, salt: number): string => `case when ${chance(n, salt)} < 0.8 then 1 else 2 end`;

export const customerSteps = (extent: Extent): readonly string[] => [
  `insert into identity.customers (id, email, name, created_at, updated_at)
   select ${uuid('customer', 'c', String(extent.from))}, 'customer-' || c || '@example.com', 'Customer ' || c, grown.at(${extent.from}), grown.at(${extent.from})
     from generate_series(1, ${customersOf(extent)}) c where ${extent.orders} > 0`,
];

const LINE = (n: 1 | 2): string => `jsonb_build_object('id', ${typeId('line', 'line', n === 1 ? 'i * 2' : 'i * 2 + 1', 'ms')}, 'sku', sku${n}, 'title', title${n}, 'total', price${n} * q${n}, 'quantity', q${n},
  'productId', product${n}, 'unitPrice', price${n}, 'variantId', variant${n}, 'variantTitle', variant_title${n})`;
const CART_LINE = (n: 1 | 2): string => `jsonb_build_object('id', ${typeId('line', 'line', n === 1 ? 'i * 2' : 'i * 2 + 1', 'ms')}, 'quantity', q${n}, 'unitPrice', price${n}, 'variantId', variant${n})`;

/** The orders from one number to another, with what all tables tell of them. */
const chosen = (extent: Extent, first: number, last: number): string => `
  create unlogged table grown.chosen as
  with picked as (
    select i, ${time(extent)} as ms, ${bought(extent, 'i', 11)} as v1, ${pieces('i', 12)} as q1, ${chance('i', 13)} < 0.15 and ${extent.variants} > 1 as has_two,
           floor(${chance('i', 14)} * (${extent.variants} - 1))::bigint as beside, ${pieces('i', 15)} as q2,
           case when ${chance('i', 16)} < 0.25 then 1 + floor(${customersOf(extent)} * power(${chance('i', 17)}, 2))::bigint end as c
      from generate_series(${first}::bigint, ${last}) i
  )
  select i, o.ms, grown.at(o.ms) as at, c, case when c is null then 'guest-' || i / 3 || '@example.com' else 'customer-' || c || '@example.com' end as email, has_two, q1, q2,
         a.id as variant_id1, a.type_id as variant1, a.product_id as product_id1, a.product as product1, a.title as title1, a.variant_title as variant_title1, a.sku as sku1, a.price as price1,
         b.id as variant_id2, b.type_id as variant2, b.product_id as product_id2, b.product as product2, b.title as title2, b.variant_title as variant_title2, b.sku as sku2, b.price as price2,
         a.price * q1 + case when has_two then b.price * q2 else 0 end as total, i % ${REFUNDED} = 7 as refunded, c is null and o.ms <= ${extent.until - INBOX_MS} as forgotten, ${typeId('chk', 'checkout', 'i', 'o.ms')} as checkout,
         case when c is null then null else ${uuid('customer', 'c', String(extent.from))} end as customer_id
    from picked o join grown.variants a on a.v = v1 left join grown.variants b on has_two and b.v = (v1 + beside) % ${extent.variants} + 1 order by i`;

const EVENT = (k: number): string => uuid('event', `i * 8 + ${k}`, 'ms');
const REQUEST = `'req_' || substr(checkout, 5)`;
const event = (k: number, type: string, subjectKind: string, subject: string, version: number, states: string, payload: string, where = 'true'): string => `
  select ${EVENT(k)} as id, '${type}', '${subjectKind}', ${subject}, ${version}, ${states}, ${payload}, ${REQUEST}, at, at from grown.chosen where ${where}`;
const OPERATION_FACTS = (kind: string): string =>
  `jsonb_build_object('code', null, 'kind', '${kind}', 'gateway', 'stripe', 'payment_id', ${typeId('pay', 'payment', 'i', 'ms')}, 'checkout_id', checkout)`;
const CART_FACT = `jsonb_build_object('cart_id', ${typeId('cart', 'cart', 'i', 'ms')})`;

const EVENTS = `
  insert into platform.outbox (id, type, subject_kind, subject, version, from_state, to_state, payload, request_id, occurred_at, published_at)
  select * from (${[
    event(0, 'ordering.checkout-opened.v1', 'chk', uuid('checkout', 'i', 'ms'), 1, `null, 'processing'`, CART_FACT),
    event(1, 'payments.operation-succeeded.v1', 'op', uuid('authorization', 'i', 'ms'), 3, `'sent', 'succeeded'`, OPERATION_FACTS('authorize')),
    event(2, 'ordering.checkout-completed.v1', 'chk', uuid('checkout', 'i', 'ms'), 2, `'processing', 'completed'`, CART_FACT),
    event(3, 'ordering.order-placed.v1', 'ord', uuid('order', 'i', 'ms'), 1, `null, 'placed'`,
      `jsonb_build_object('cart_id', ${typeId('cart', 'cart', 'i', 'ms')}, 'order_id', ${typeId('ord', 'order', 'i', 'ms')}, 'payment_id', ${typeId('pay', 'payment', 'i', 'ms')}, 'checkout_id', checkout, 'customer_id', null)`),
    event(4, 'payments.operation-succeeded.v1', 'op', uuid('refundOperation', 'i', 'ms'), 3, `'sent', 'succeeded'`, OPERATION_FACTS('refund'), 'refunded'),
  ].join(' union all ')}) e order by id`;

const OPERATION_REF = typeId('op', 'capture', 'i', 'ms');
const REFUND_REF = typeId('op', 'refundOperation', 'i', 'ms');

/** All that one order leaves in the tables of the shop, as a real one does. */
const WRITTEN: readonly string[] = [
  `insert into ordering.carts (id, token_hash, customer_id, status, currency, email, shipping_address, lines, created_at, updated_at)
   select ${uuid('cart', 'i', 'ms')}, case when c is null then sha256(('cart' || i)::bytea) end, customer_id, 'converted', 'EUR', case when not forgotten then email end, case when not forgotten then ${ADDRESS} end,
          case when has_two then jsonb_build_array(${CART_LINE(1)}, ${CART_LINE(2)}) else jsonb_build_array(${CART_LINE(1)}) end, at, at from grown.chosen`,
  `insert into ordering.checkouts (id, cart_id, status, email, shipping_address, lines, currency, subtotal, total, tendered, asked_scope, asked_key, attempts, expires_at, version, created_at, updated_at)
   select ${uuid('checkout', 'i', 'ms')}, ${uuid('cart', 'i', 'ms')}, 'completed', email, ${ADDRESS},
          case when has_two then jsonb_build_array(${LINE(1)}, ${LINE(2)}) else jsonb_build_array(${LINE(1)}) end,
          'EUR', total, total, total, 'cart:' || checkout, 'key-' || i, 1, at + interval '15 minutes', 2, at, at from grown.chosen`,
  `insert into ordering.orders (id, number, checkout_id, cart_id, customer_id, token_hash, status, email, shipping_address, currency, subtotal, total, placed_at, updated_at)
   select ${uuid('order', 'i', 'ms')}, 1000 + i, ${uuid('checkout', 'i', 'ms')}, ${uuid('cart', 'i', 'ms')}, customer_id, sha256(('order' || i)::bytea), 'placed', email, ${ADDRESS}, 'EUR', total, total, at, at
     from grown.chosen`,
  `insert into ordering.order_lines (id, order_id, position, variant_id, product_id, title, variant_title, sku, quantity, unit_price, total, refunded_quantity, refunded)
   select ${uuid('line', 'i * 2', 'ms')}, ${uuid('order', 'i', 'ms')}, 0, variant_id1, product_id1, title1, variant_title1, sku1, q1, price1, price1 * q1, refunded::int, case when refunded then price1 else 0 end from grown.chosen
   union all
   select ${uuid('line', 'i * 2 + 1', 'ms')}, ${uuid('order', 'i', 'ms')}, 1, variant_id2, product_id2, title2, variant_title2, sku2, q2, price2, price2 * q2, 0, 0 from grown.chosen where has_two`,
  ...[1, 2].flatMap((n) => {
    const [number, some] = n === 1 ? ['i * 2', 'true'] : ['i * 2 + 1', 'has_two'];
    return [
      `insert into inventory.holds (id, checkout_id, order_id, variant_id, location_id, quantity, status, expires_at, created_at)
       select ${uuid('hold', number, 'ms')}, ${uuid('checkout', 'i', 'ms')}, ${uuid('order', 'i', 'ms')}, variant_id${n}, ${LOCATION}, q${n}, 'allocated', at + interval '15 minutes', at from grown.chosen where ${some}`,
      `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause, created_at)
       select ${uuid('hold', number, 'ms')}, variant_id${n}, ${LOCATION}, 0, q${n}, 'hold', 'hold', ${uuid('hold', number, 'ms')}, at from grown.chosen where ${some}`,
      `insert into grown.reserved select variant_id${n}, sum(q${n}) from grown.chosen where ${some} group by 1`,
    ];
  }),
  `insert into payments.payments (id, checkout_id, gateway, method, capture, currency, amount, authorized, captured, refunded, reference, status, version, created_at, updated_at)
   select ${uuid('payment', 'i', 'ms')}, ${uuid('checkout', 'i', 'ms')}, 'stripe', 'pm_card_visa', 'automatic', 'EUR', total, total, total, case when refunded then price1 else 0 end, 'pi_' || substr(checkout, 5),
          case when refunded and price1 = total then 'refunded' when refunded then 'partially_refunded' else 'captured' end, 2, at, at from grown.chosen`,
  `insert into payments.operations (id, payment_id, kind, amount, currency, state, version, created_at, updated_at)
   select ${uuid('authorization', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, 'authorize', total, 'EUR', 'succeeded', 3, at, at from grown.chosen`,
  `insert into payments.operations (id, payment_id, kind, amount, currency, state, version, created_at, updated_at)
   select ${uuid('capture', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, 'capture', total, 'EUR', 'succeeded', 1, at, at from grown.chosen`,
  `insert into payments.operations (id, payment_id, kind, amount, currency, state, version, reference, reason, actor, created_at, updated_at)
   select ${uuid('refundOperation', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, 'refund', price1, 'EUR', 'succeeded', 3, 're_' || substr(checkout, 5), 'goods_returned', ${STAFF}, at, at from grown.chosen where refunded`,
  `insert into ordering.refunds (id, order_id, status, reason, actor, created_at)
   select ${uuid('refund', 'i', 'ms')}, ${uuid('order', 'i', 'ms')}, 'succeeded', 'goods_returned', ${STAFF}, at from grown.chosen where refunded`,
  `insert into ordering.refund_lines (refund_id, line_id, quantity, amount)
   select ${uuid('refund', 'i', 'ms')}, ${uuid('line', 'i * 2', 'ms')}, 1, price1 from grown.chosen where refunded`,
  `insert into ordering.refund_operations (operation_id, refund_id, payment_id, amount, state)
   select ${uuid('refundOperation', 'i', 'ms')}, ${uuid('refund', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, price1, 'succeeded' from grown.chosen where refunded`,
  `insert into payments.gateway_events (id, gateway, event_id, type, reference, payment_id, state, tries, next_try_at, occurred_at, received_at, updated_at)
   select ${uuid('gatewayEvent', 'i', 'ms')}, 'stripe', 'evt_' || substr(checkout, 5), 'payment_intent.succeeded', 'pi_' || substr(checkout, 5), ${uuid('payment', 'i', 'ms')}, 'applied', 1, null, at, at, at from grown.chosen`,
  `insert into payments.ledger_orders (checkout_id, order_id, currency, goods, discount, shipping, taxes, placed_at)
   select ${uuid('checkout', 'i', 'ms')}, ${uuid('order', 'i', 'ms')}, 'EUR', total, 0, 0, '[]', at from grown.chosen`,
  `insert into payments.ledger_accounts (code, kind, balance, created_at) select ${ACCOUNT}, 'liability', 0, at from grown.chosen`,
  `insert into payments.ledger_journals (id, kind, ref, checkout_id, payment_id, operation_id, occurred_at, booked_at)
   select ${uuid('captureJournal', 'i', 'ms')}, 'capture', ${OPERATION_REF}, ${uuid('checkout', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, ${uuid('capture', 'i', 'ms')}, at, at from grown.chosen
   union all
   select ${uuid('refundJournal', 'i', 'ms')}, 'refund', ${REFUND_REF}, ${uuid('checkout', 'i', 'ms')}, ${uuid('payment', 'i', 'ms')}, ${uuid('refundOperation', 'i', 'ms')}, at, at from grown.chosen where refunded`,
  `insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, kind, ref, leg, booked_at)
   select ${uuid('captureJournal', 'i', 'ms')}, seq, case seq when 0 then ${CLEARING} else ${ACCOUNT} end, case seq when 0 then ${ACCOUNT} else ${GOODS} end, total, 'EUR', 'capture', ${OPERATION_REF},
          case seq when 0 then 'gateway' else 'goods' end, at from grown.chosen cross join generate_series(0, 1) seq
   union all
   select ${uuid('refundJournal', 'i', 'ms')}, seq, case seq when 0 then ${GOODS} else ${ACCOUNT} end, case seq when 0 then ${ACCOUNT} else ${CLEARING} end, price1, 'EUR', 'refund', ${REFUND_REF},
          case seq when 0 then 'goods' else 'gateway' end, at from grown.chosen cross join generate_series(0, 1) seq where refunded`,
  EVENTS,
];

/** What the shop forgets after a while is there for the last orders alone. */
const recent = ({ until }: Extent): readonly string[] => [
  `insert into platform.inbox (consumer, message_id, consumed_at) select 'notifications.order-confirmation', ${EVENT(3)}, at from grown.chosen where ms > ${until - INBOX_MS}`,
  `insert into notifications.emails (id, kind, subject_kind, subject_id, recipient, status, message_id, attempts, created_at, queued_at, sent_at)
   select ${uuid('email', 'i', 'ms')}, 'order-confirmation', 'ord', ${uuid('order', 'i', 'ms')}, case when ms > ${until - INBOX_MS} then email end, 'sent', '<' || ${typeId('eml', 'email', 'i', 'ms')} || '@holdfast>', 1, at, at, at
     from grown.chosen`,
  `insert into platform.idempotency_keys (scope, key, fingerprint, state, locked_until, status, answer, created_at, finished_at)
   select case k when 0 then 'anonymous:' else 'cart:' end || checkout, 'key-' || i, sha256(checkout::bytea), 'done', at, 201, decode(repeat(md5(checkout), 45), 'hex'), at, at
     from grown.chosen cross join generate_series(0, 1) k where ms > ${until - KEYS_MS}`,
];

/** Every eighth shopper leaves a cart, every twentieth a checkout whose stock was held until its time was over; who they were is forgotten after a while. */
const left = (extent: Extent): readonly string[] => {
  const [at, old] = [`grown.at(ms)`, `ms <= ${extent.until - INBOX_MS}`];
  const email = `case when ${old} then null else 'guest-' || i || '@example.com' end`;
  return [
    `insert into ordering.carts (id, token_hash, status, currency, email, lines, version, created_at, updated_at)
     select ${uuid('leftCart', 'i', 'ms')}, sha256(('left' || i)::bytea), case when ${old} then 'abandoned' else 'open' end, 'EUR', case when i % 20 = 0 then ${email} end, jsonb_build_array(${CART_LINE(1)}), 1, ${at}, ${at}
       from grown.chosen where i % 8 = 0 or i % 20 = 0`,
    `insert into ordering.checkouts (id, cart_id, status, email, erased_at, lines, currency, subtotal, total, expires_at, version, created_at, updated_at)
     select ${uuid('expiredCheckout', 'i', 'ms')}, ${uuid('leftCart', 'i', 'ms')}, 'expired', ${email}, case when ${old} then ${at} end, jsonb_build_array(${LINE(1)}), 'EUR', price1 * q1, price1 * q1, ${at} + interval '15 minutes', 2, ${at}, ${at}
       from grown.chosen where i % 20 = 0`,
    `insert into inventory.holds (id, checkout_id, variant_id, location_id, quantity, status, expires_at, created_at)
     select ${uuid('expiredHold', 'i', 'ms')}, ${uuid('expiredCheckout', 'i', 'ms')}, variant_id1, ${LOCATION}, q1, 'expired', ${at} + interval '15 minutes', ${at} from grown.chosen where i % 20 = 0`,
    `insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, cause_kind, cause, created_at)
     select case k when 0 then ${uuid('expiredHold', 'i', 'ms')} else ${uuid('expiry', 'i', 'ms')} end, variant_id1, ${LOCATION}, 0, case k when 0 then q1 else -q1 end, case k when 0 then 'hold' else 'expire' end, 'hold',
            ${uuid('expiredHold', 'i', 'ms')}, ${at} + k * interval '15 minutes' from grown.chosen cross join generate_series(0, 1) k where i % 20 = 0`,
    `insert into platform.outbox (id, type, subject_kind, subject, version, from_state, to_state, payload, occurred_at, published_at)
     select ${uuid('leftEvent', 'i * 2 + k', 'ms')}, case k when 0 then 'ordering.checkout-opened.v1' else 'ordering.checkout-expired.v1' end, 'chk', ${uuid('expiredCheckout', 'i', 'ms')}, k + 1,
            case k when 1 then 'open' end, case k when 0 then 'open' else 'expired' end, jsonb_build_object('cart_id', ${typeId('cart', 'leftCart', 'i', 'ms')}), ${at}, ${at}
       from grown.chosen cross join generate_series(0, 1) k where i % 20 = 0`,
  ];
};

export const orderSteps = (extent: Extent, first: number, last: number): readonly string[] => [
  chosen(extent, first, last), ...WRITTEN, ...recent(extent), ...left(extent), `drop table grown.chosen`,
];


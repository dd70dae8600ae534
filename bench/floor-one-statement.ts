import type pg from 'pg';
import type { Held, Made, Transactions } from './floor-transactions.js';

/**
 * The two transactions of a checkout, each one statement and therefore one round trip: nothing
 * written by hand that keeps one checkout per transaction needs fewer.
 */

/**
 * First: the key, the checkout, the hold, the movement, the payment, the operation, the event, and
 * the stock last. The inner select makes the update wait for the inserts, so that the row of a hot
 * variant is locked for nothing but the commit. Too little stock breaks the check and undoes all.
 */
const HOLD = {
  name: 'hold',
  text: `
    with priced as (
      select id, title, price, price * $5::int as total from variants where id = $4
    ), key as (
      insert into idempotency_keys (key, fingerprint) values ($1, $2)
    ), checkout as (
      insert into checkouts (id, email, lines, total, expires_at)
      select $3, $6, jsonb_build_array(jsonb_build_object('variant_id', id, 'title', title,
             'quantity', $5::int, 'unit_price', price)), total, now() + interval '15 minutes'
        from priced
    ), hold as (
      insert into holds (id, checkout_id, variant_id, quantity, expires_at)
      values ($7, $3, $4, $5, now() + interval '15 minutes')
    ), movement as (
      insert into movements (id, variant_id, delta, reason, cause) values ($8, $4, $5, 'hold', $7)
    ), payment as (
      insert into payments (id, checkout_id, gateway, amount) select $9, $3, 'manual', total from priced
    ), operation as (
      insert into operations (id, payment_id, kind, amount) select $10, $9, 'authorize', total from priced
      returning amount
    ), event as (
      insert into outbox (id, type, subject, payload)
      values ($11, 'checkout-opened', $3, jsonb_build_object('checkout_id', $3::uuid)) returning id
    )
    update stock set reserved = reserved + $5
      from (select p.title, p.price, p.total, nextval('order_numbers') as number
              from priced p, operation, event) as d
     where variant_id = $4
    returning d.title, d.price::int, d.total::int, d.number::int`,
};

/** Second: the operation, the payment, the order with its line, the allocation, the event, the answer. */
const PLACE = {
  name: 'place',
  text: `
    with operation as (
      update operations set state = 'succeeded', updated_at = now() where id = $1 and state = 'created'
    ), payment as (
      update payments set authorized = amount, status = 'authorized' where id = $2
    ), placed as (
      insert into orders (id, number, checkout_id, email, total) values ($3, $4, $5, $6, $7)
    ), line as (
      insert into order_lines (id, order_id, variant_id, title, quantity, unit_price)
      values ($8, $3, $9, $10, $11, $12)
    ), allocation as (
      update holds set status = 'allocated', order_id = $3 where id = $13 and status = 'held'
    ), event as (
      insert into outbox (id, type, subject, payload)
      values ($14, 'order-placed', $3, jsonb_build_object('order_id', $3::uuid, 'checkout_id', $5::uuid))
    )
    update idempotency_keys set status = 201, answer = $15 where key = $16`,
};

/** Each transaction as one statement: the fewest round trips that one checkout per transaction can have. */
export class OneStatement implements Transactions {
  constructor(private readonly pool: pg.Pool) {}

  async hold(made: Made): Promise<Held | undefined> {
    const { rows } = await this.pool.query<Held>(HOLD, [
      made.key, made.fingerprint, made.checkout, made.variant, made.quantity, made.email, made.hold,
      made.movement, made.payment, made.operation, made.opened,
    ]);
    return rows[0];
  }

  async place(made: Made, held: Held, body: string): Promise<void> {
    await this.pool.query(PLACE, [
      made.operation, made.payment, made.order, held.number, made.checkout, made.email, held.total, made.line,
      made.variant, held.title, made.quantity, held.price, made.hold, made.placed, body, made.key,
    ]);
  }
}

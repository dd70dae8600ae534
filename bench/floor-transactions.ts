import type pg from 'pg';

/** What one checkout of the floor writes: its ids and what was asked for. */
export interface Made {
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly variant: string;
  readonly quantity: number;
  readonly email: string;
  readonly checkout: string;
  readonly hold: string;
  readonly movement: string;
  readonly payment: string;
  readonly operation: string;
  readonly opened: string;
  readonly order: string;
  readonly line: string;
  readonly placed: string;
}

export interface Held {
  readonly title: string;
  readonly price: number;
  readonly total: number;
  readonly number: number;
}

/** The two transactions of a checkout of the floor. */
export interface Transactions {
  /** Key, checkout, hold, movement, payment, operation, event, stock. Throws when the stock does not suffice. */
  hold(made: Made): Promise<Held | undefined>;
  /** Operation, payment, order with line, allocation, event, answer. */
  place(made: Made, held: Held, body: string): Promise<void>;
}

const named = (name: string, text: string) => ({ name, text });

const PRICE = named('price', `select title, price::int, (price * $2::int)::int as total, nextval('order_numbers')::int as number from variants where id = $1`);
const KEY = named('key', 'insert into idempotency_keys (key, fingerprint) values ($1, $2)');
const CHECKOUT = named(
  'checkout',
  `insert into checkouts (id, email, lines, total, expires_at) values ($1, $2, $3, $4, now() + interval '15 minutes')`,
);
const HOLD = named(
  'keep',
  `insert into holds (id, checkout_id, variant_id, quantity, expires_at) values ($1, $2, $3, $4, now() + interval '15 minutes')`,
);
const MOVEMENT = named('movement', `insert into movements (id, variant_id, delta, reason, cause) values ($1, $2, $3, 'hold', $4)`);
const PAYMENT = named('payment', `insert into payments (id, checkout_id, gateway, amount) values ($1, $2, 'manual', $3)`);
const OPERATION = named('operation', `insert into operations (id, payment_id, kind, amount) values ($1, $2, 'authorize', $3)`);
const EVENT = named('event', 'insert into outbox (id, type, subject, payload) values ($1, $2, $3, $4)');
const STOCK = named('stock', 'update stock set reserved = reserved + $2 where variant_id = $1');
const SUCCEED = named('succeed', `update operations set state = 'succeeded', updated_at = now() where id = $1 and state = 'created'`);
const AUTHORIZE = named('authorize', `update payments set authorized = amount, status = 'authorized' where id = $1`);
const ORDER = named('order', 'insert into orders (id, number, checkout_id, email, total) values ($1, $2, $3, $4, $5)');
const LINE = named(
  'line',
  'insert into order_lines (id, order_id, variant_id, title, quantity, unit_price) values ($1, $2, $3, $4, $5, $6)',
);
const ALLOCATE = named('allocate', `update holds set status = 'allocated', order_id = $2 where id = $1 and status = 'held'`);
const ANSWER = named('answer', 'update idempotency_keys set status = 201, answer = $2 where key = $1');

/**
 * The transactions as an engineer writes them: begin, one prepared statement per row, commit. The stock comes last, so that
 * the row of a hot variant is locked for one round trip and the commit only.
 */
export class StatementByStatement implements Transactions {
  constructor(private readonly pool: pg.Pool) {}

  hold(made: Made): Promise<Held | undefined> {
    return this.#transaction(async (client) => {
      await client.query(KEY, [made.key, made.fingerprint]);
      const { rows } = await client.query<Held>(PRICE, [made.variant, made.quantity]);
      const held = rows[0];
      if (!held) return undefined;
      const line = { variant_id: made.variant, title: held.title, quantity: made.quantity, unit_price: held.price };
      await client.query(CHECKOUT, [made.checkout, made.email, JSON.stringify([line]), held.total]);
      await client.query(HOLD, [made.hold, made.checkout, made.variant, made.quantity]);
      await client.query(MOVEMENT, [made.movement, made.variant, made.quantity, made.hold]);
      await client.query(PAYMENT, [made.payment, made.checkout, held.total]);
      await client.query(OPERATION, [made.operation, made.payment, held.total]);
      await client.query(EVENT, [made.opened, 'checkout-opened', made.checkout, { checkout_id: made.checkout }]);
      await client.query(STOCK, [made.variant, made.quantity]);
      return held;
    });
  }

  place(made: Made, held: Held, body: string): Promise<void> {
    return this.#transaction(async (client) => {
      await client.query(SUCCEED, [made.operation]);
      await client.query(AUTHORIZE, [made.payment]);
      await client.query(ORDER, [made.order, held.number, made.checkout, made.email, held.total]);
      await client.query(LINE, [made.line, made.order, made.variant, held.title, made.quantity, held.price]);
      await client.query(ALLOCATE, [made.hold, made.order]);
      await client.query(EVENT, [made.placed, 'order-placed', made.order, { order_id: made.order, checkout_id: made.checkout }]);
      await client.query(ANSWER, [made.key, body]);
    });
  }

  async #transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
}

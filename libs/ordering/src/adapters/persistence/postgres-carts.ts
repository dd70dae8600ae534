import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, NotFound, statement } from '@holdfast/platform';
import { Cart, type CartId } from '../../domain/cart.js';
import { CartExists } from '../../domain/cart-errors.js';
import type { CartHolder, CustomerId } from '../../domain/cart-holder.js';
import { Carts, type ClaimedCarts, type OwnedCart } from '../../domain/carts.js';
import { CART_COLUMNS, cartOf, type CartRow, holderValues, json, uuid } from './cart-rows.js';

const INSERT = `
  insert into ordering.carts (id, token_hash, customer_id, status, currency, email, shipping_address, billing_address, metadata, lines, version)
  select * from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[], $9::jsonb[], $10::jsonb[], $11::int[])`;
const ADD = statement('ordering.add-carts', INSERT);
const ADD_OWN = statement('ordering.add-own-cart', `${INSERT} on conflict (current_of) where current_of is not null do nothing returning id`);
const CURRENT = statement('ordering.current-cart-id', `select id from ordering.carts where current_of = $1`);
/** Whoever opens or claims a cart for a customer does so in turn, or two guests' carts claimed at once would both find none to be merged into. */
const TAKE_TURNS = statement('ordering.carts-in-turn', `select pg_advisory_xact_lock(hashtextextended('ordering.carts-of:' || $1::text, 0))`);
const GET = statement('ordering.lock-cart', `select ${CART_COLUMNS} from ordering.carts where id = $1 and (token_hash = $2 or customer_id = $3) for update`);
/** In the one order in which checkouts lock carts too. */
const CLAIMED = statement(
  'ordering.lock-claimed-carts',
  `select ${CART_COLUMNS} from ordering.carts
    where (id = $1 and (token_hash = $2 or customer_id = $3)) or current_of = $3 order by id for update`,
);
const SAVE = statement(
  'ordering.save-cart',
  `update ordering.carts set status = $2, email = $3, shipping_address = $4, billing_address = $5, metadata = $6, lines = $7, version = $8,
          customer_id = $9, merged_into = $10, token_hash = case when $9::uuid is null then token_hash end, updated_at = now()
    where id = $1`,
);

/** SQL throughout: "by its secret or by its customer" has to be one condition in which a missing one is never equal to a null. */
@Injectable()
export class PostgresCarts extends Carts {
  constructor(private readonly database: Database) {
    super();
  }

  async add(carts: readonly OwnedCart[]): Promise<void> {
    const [first] = carts;
    if (first && first.owner.customerId !== null) return this.#addOwn(first, first.owner.customerId);
    await this.database.send(ADD, valuesOf(carts));
  }

  async #addOwn(cart: OwnedCart, customerId: CustomerId): Promise<void> {
    await this.database.send(TAKE_TURNS, [toUuid(customerId)]);
    if (await this.database.first(ADD_OWN, valuesOf([cart]))) return;
    const current = await this.database.first<{ id: string }>(CURRENT, [toUuid(customerId)]);
    if (current) throw new CartExists(toId('cart', current.id));
    // It was ordered at this very moment, so there is room now.
    await this.#addOwn(cart, customerId);
  }

  async get(id: CartId, holder: CartHolder): Promise<Cart> {
    const row = await this.database.first<CartRow>(GET, [toUuid(id), ...holderValues(holder)]);
    if (!row) throw new NotFound();
    return Cart.restore(cartOf(row));
  }

  async claimed(id: CartId, tokenHash: Buffer, customerId: CustomerId): Promise<ClaimedCarts> {
    await this.database.send(TAKE_TURNS, [toUuid(customerId)]);
    const rows = await this.database.query<CartRow>(CLAIMED, [toUuid(id), tokenHash, toUuid(customerId)]);
    const carts = rows.map((row) => Cart.restore(cartOf(row)));
    return { brought: carts.find((cart) => cart.id === id), own: carts.find((cart) => cart.id !== id) };
  }

  async save(...carts: readonly Cart[]): Promise<void> {
    for (const cart of carts) {
      const { id, status, email, shippingAddress, billingAddress, metadata, lines, version, customerId, mergedInto } = cart.snapshot();
      await this.database.send(SAVE, [
        toUuid(id), status, email, json(shippingAddress), json(billingAddress), JSON.stringify(metadata), JSON.stringify(lines), version, uuid(customerId), uuid(mergedInto),
      ]);
    }
  }
}

function valuesOf(carts: readonly OwnedCart[]): unknown[][] {
  const states = carts.map(({ cart }) => cart.snapshot());
  return [
    states.map(({ id }) => toUuid(id)),
    carts.map(({ owner }) => owner.tokenHash),
    carts.map(({ owner }) => uuid(owner.customerId)),
    states.map(({ status }) => status),
    states.map(({ currency }) => currency),
    states.map(({ email }) => email),
    states.map(({ shippingAddress }) => json(shippingAddress)),
    states.map(({ billingAddress }) => json(billingAddress)),
    states.map(({ metadata }) => JSON.stringify(metadata)),
    states.map(({ lines }) => JSON.stringify(lines)),
    states.map(({ version }) => version),
  ];
}

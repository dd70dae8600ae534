import { Injectable } from '@nestjs/common';
import { newId, NotFound, toId, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import type { CartSnapshot } from '../../domain/cart.js';
import type { CartHolder } from '../../domain/cart-holder.js';
import type { AskedBy, Checkout, CheckoutId, CheckoutStatus } from '../../domain/checkout.js';
import { type CartClaim, Checkouts, type NewOrder, type PlacedFacts } from '../../domain/checkouts.js';
import type { OrderId } from '../../domain/order.js';
import { cartOf, type CartRow, holderValues, json, uuid } from './cart-rows.js';
import { checkoutOf, type CheckoutRow } from './checkout-rows.js';
import * as sql from './checkout-statements.js';

/** SQL throughout: one statement per step for a whole batch of checkouts. */
@Injectable()
export class PostgresCheckouts extends Checkouts {
  constructor(private readonly database: Database) {
    super();
  }

  async lockCarts(claims: readonly CartClaim[]): Promise<(CartSnapshot | undefined)[]> {
    const rows = await this.database.query<CartRow & { n: number }>(sql.LOCK_CARTS, [
      claims.map(({ cartId }) => toUuid(cartId)),
      claims.map(({ holder }) => holder.tokenHash),
      claims.map(({ holder }) => uuid(holder.customerId)),
    ]);
    const carts: (CartSnapshot | undefined)[] = claims.map(() => undefined);
    for (const row of rows) carts[row.n - 1] = cartOf(row);
    return carts;
  }

  async savePrices(carts: readonly CartSnapshot[]): Promise<void> {
    await this.database.send(sql.SAVE_PRICES, [carts.map(({ id }) => toUuid(id)), carts.map(({ lines }) => JSON.stringify(lines))]);
  }

  async insert(checkouts: readonly Checkout[]): Promise<void> {
    await this.database.send(sql.INSERT, [
      checkouts.map(({ id }) => toUuid(id)),
      checkouts.map(({ cartId }) => toUuid(cartId)),
      checkouts.map(({ status }) => status),
      checkouts.map(({ email }) => email),
      checkouts.map(({ shippingAddress }) => json(shippingAddress)),
      checkouts.map(({ billingAddress }) => json(billingAddress)),
      checkouts.map(({ lines }) => JSON.stringify(lines)),
      checkouts.map(({ total }) => total.currency),
      checkouts.map(({ subtotal }) => subtotal.amount),
      checkouts.map(({ total }) => total.amount),
      checkouts.map(({ askedBy }) => askedBy?.scope ?? null),
      checkouts.map(({ askedBy }) => askedBy?.key ?? null),
      checkouts.map(({ attempts }) => attempts),
      checkouts.map(({ expiresAt }) => expiresAt),
      checkouts.map(({ createdAt }) => createdAt),
      checkouts.map(({ tendered }) => tendered),
    ]);
  }

  async lock(ids: readonly CheckoutId[]): Promise<Map<CheckoutId, Checkout>> {
    const rows = await this.database.query<CheckoutRow>(sql.LOCK, [ids.map(toUuid)]);
    return new Map(rows.map(checkoutOf).map((checkout) => [checkout.id, checkout]));
  }

  async get(id: CheckoutId, holder: CartHolder): Promise<Checkout> {
    const row = await this.database.first<CheckoutRow>(sql.GET, [toUuid(id), ...holderValues(holder)]);
    if (!row) throw new NotFound();
    return checkoutOf(row);
  }

  async move(changes: readonly { checkout: Checkout; to: CheckoutStatus }[]): Promise<void> {
    await this.database.send(sql.MOVE, [changes.map(({ checkout }) => toUuid(checkout.id)), changes.map(({ to }) => to)]);
  }

  async begin(id: CheckoutId, askedBy: AskedBy | null, expiresAt: Date, tendered: number): Promise<void> {
    await this.database.send(sql.BEGIN, [toUuid(id), askedBy?.scope ?? null, askedBy?.key ?? null, expiresAt, tendered]);
  }

  async place(orders: readonly NewOrder[]): Promise<Map<OrderId, PlacedFacts>> {
    const lines = orders.flatMap(({ id, checkout }) => checkout.lines.map((line, position) => ({ ...line, orderId: id, position })));
    const rows = await this.database.query<{ id: string; number: string; placed_at: string; customer_id: string | null }>(sql.PLACE, [
      orders.map(({ id }) => toUuid(id)),
      orders.map(({ checkout }) => toUuid(checkout.id)),
      orders.map(({ tokenHash }) => tokenHash),
      lines.map(() => toUuid(newId('line'))),
      lines.map(({ orderId }) => toUuid(orderId)),
      lines.map(({ position }) => position),
      lines.map(({ variantId }) => toUuid(variantId)),
      lines.map(({ productId }) => toUuid(productId)),
      lines.map(({ title }) => title),
      lines.map(({ variantTitle }) => variantTitle),
      lines.map(({ sku }) => sku),
      lines.map(({ quantity }) => quantity),
      lines.map(({ unitPrice }) => unitPrice),
      lines.map(({ total }) => total),
    ]);
    return new Map(
      rows.map(({ id, number, placed_at, customer_id }) => [
        toId('ord', id),
        { number, placedAt: new Date(placed_at), customerId: customer_id === null ? null : toId('cus', customer_id) },
      ]),
    );
  }

  async expired(limit: number): Promise<CheckoutId[]> {
    return (await this.database.query<{ id: string }>(sql.EXPIRED, [limit])).map(({ id }) => toId('chk', id));
  }

  async takeExpired(ids: readonly CheckoutId[]): Promise<Checkout[]> {
    return (await this.database.query<CheckoutRow>(sql.TAKE_EXPIRED, [ids.map(toUuid)])).map(checkoutOf);
  }
}

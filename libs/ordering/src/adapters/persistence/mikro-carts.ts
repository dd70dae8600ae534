import { LockMode } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, NotFound, statement } from '@holdfast/platform';
import { Cart, type CartId } from '../../domain/cart.js';
import { Carts } from '../../domain/carts.js';
import { json } from './cart-rows.js';
import { CartRecord } from './records.js';

const ADD = statement(
  'ordering.add-cart',
  `insert into ordering.carts (id, token_hash, status, currency, email, shipping_address, billing_address, metadata, lines, version)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

@Injectable()
export class MikroCarts extends Carts {
  constructor(
    private readonly em: EntityManager,
    private readonly database: Database,
  ) {
    super();
  }

  async add(cart: Cart, tokenHash: Buffer): Promise<void> {
    const { id, status, currency, email, shippingAddress, billingAddress, metadata, lines, version } = cart.snapshot();
    await this.database.send(ADD, [
      toUuid(id), tokenHash, status, currency, email, json(shippingAddress), json(billingAddress), JSON.stringify(metadata), JSON.stringify(lines), version,
    ]);
  }

  async get(id: CartId, tokenHash: Buffer): Promise<Cart> {
    const record = await this.em.findOne(CartRecord, { id: toUuid(id), tokenHash }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!record) throw new NotFound();
    return Cart.restore({
      id: toId('cart', record.id),
      status: record.status,
      currency: record.currency,
      email: record.email ?? null,
      shippingAddress: record.shippingAddress ?? null,
      billingAddress: record.billingAddress ?? null,
      metadata: record.metadata,
      lines: record.lines,
      version: record.version,
    });
  }

  async save(cart: Cart): Promise<void> {
    const { id, lines, metadata, ...state } = cart.snapshot();
    const record = this.em.getReference(CartRecord, toUuid(id));
    this.em.assign(record, { ...state, lines: [...lines], metadata: { ...metadata } });
    await this.em.flush();
  }
}

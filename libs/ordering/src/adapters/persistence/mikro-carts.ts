import { LockMode } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { NotFound } from '@holdfast/platform';
import { Cart, type CartId } from '../../domain/cart.js';
import { Carts } from '../../domain/carts.js';
import { CartRecord } from './records.js';

@Injectable()
export class MikroCarts extends Carts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async add(cart: Cart, tokenHash: Buffer): Promise<void> {
    const { lines, metadata, ...state } = cart.snapshot();
    await this.em.insert(CartRecord, { ...state, id: toUuid(state.id), tokenHash, lines: [...lines], metadata: { ...metadata } });
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

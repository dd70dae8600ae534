import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Address } from '@holdfast/kernel';
import type { CartLine, CartStatus } from '../../domain/cart.js';

export const CartRecord = defineEntity({
  name: 'CartRecord',
  schema: 'ordering',
  tableName: 'carts',
  properties: {
    id: p.uuid().primary(),
    tokenHash: p.blob(),
    status: p.string().$type<CartStatus>(),
    currency: p.text(),
    email: p.text().nullable(),
    shippingAddress: p.json<Address>().nullable(),
    billingAddress: p.json<Address>().nullable(),
    metadata: p.json<Record<string, string>>(),
    lines: p.json<CartLine[]>(),
    version: p.integer(),
  },
});

export const ORDERING_RECORDS = [CartRecord];

import { Injectable } from '@nestjs/common';
import { type DataSubject, type Id, Idempotency, PersonalData, toId, toUuid, type Wait } from '@holdfast/kernel';
import { PAYMENTS_HOLDINGS, PaymentRecords } from '@holdfast/payments';
import { cartScope, Database, type Holding, HoldsPersonalData } from '@holdfast/platform';
import * as sql from './personal-data-statements.js';

export const ORDERING_HOLDINGS: readonly Holding[] = [
  {
    table: 'ordering.carts',
    ends: 'A guest’s cart forgets its buyer after ABANDONED_CART_DAYS without a change. An erasure empties the customer’s carts, and those of guests under the same address.',
  },
  {
    table: 'ordering.checkouts',
    ends: 'One that expired or was canceled forgets its buyer after ABANDONED_CART_DAYS. An erasure empties those that are over; one under way waits for its end.',
  },
  {
    table: 'ordering.orders',
    ends: 'Kept as long as the books. An erasure leaves number, lines, amounts and the two countries; an order on its way waits until it is completed or canceled, 30 days at most.',
  },
];

interface CartKeys {
  readonly token_hash: Buffer | null;
  readonly begun_at: string;
}

interface WaitRow {
  readonly kind: 'chk' | 'ord';
  readonly id: string;
  readonly until: string;
}

const REASONS = { chk: 'checkout-under-way', ord: 'order-on-its-way' } as const;

/** What carts, checkouts and orders know about those who buy, and what was paid for them. */
@Injectable()
@HoldsPersonalData('ordering', [...ORDERING_HOLDINGS, ...PAYMENTS_HOLDINGS])
export class OrderingPersonalData extends PersonalData {
  constructor(
    private readonly database: Database,
    private readonly payments: PaymentRecords,
    private readonly idempotency: Idempotency,
  ) {
    super();
  }

  async export(subject: DataSubject): Promise<Readonly<Record<string, unknown>>> {
    const values = valuesOf(subject);
    const part = async (select: typeof sql.EXPORT_CARTS) => (await this.database.query<{ row: unknown }>(select, values)).map(({ row }) => row);
    return {
      carts: await part(sql.EXPORT_CARTS),
      checkouts: await part(sql.EXPORT_CHECKOUTS),
      orders: await part(sql.EXPORT_ORDERS),
      payments: await this.payments.export(await this.#checkouts(values)),
    };
  }

  /** Checkouts and payments are looked for before what leads to them is gone. */
  async erase(subject: DataSubject): Promise<readonly Wait[]> {
    const values = valuesOf(subject);
    const checkouts = await this.#checkouts(values);
    const carts = await this.database.query<CartKeys>(sql.CARTS, values);
    await this.idempotency.forget(carts.flatMap(({ token_hash }) => (token_hash ? [cartScope(token_hash)] : [])), carts.map(({ begun_at }) => begun_at));
    const undecided = await this.payments.forget(checkouts);
    await this.database.send(sql.ERASE_ORDERS, values);
    // A payment that is not decided is found again by its checkout.
    await this.database.send(sql.ERASE_CHECKOUTS, [...values, undecided.map(({ checkoutId }) => toUuid(checkoutId))]);
    await this.database.send(sql.ERASE_CARTS, values);
    const waits = (await this.database.query<WaitRow>(sql.WAITS, values)).map(({ kind, id, until }) => ({ subject: toId(kind, id), reason: REASONS[kind], until: new Date(until) }));
    return [...waits, ...undecided.map(({ id, until }) => ({ subject: id, reason: 'payment-undecided', until }))];
  }

  async #checkouts(values: readonly unknown[]): Promise<Id<'chk'>[]> {
    return (await this.database.query<{ id: string }>(sql.CHECKOUTS, values)).map(({ id }) => toId('chk', id));
  }
}

const valuesOf = ({ customer, emails, until }: DataSubject): unknown[] => [toUuid(customer), emails, until];

import { Injectable } from '@nestjs/common';
import { type Id, toId, toUuid } from '@holdfast/kernel';
import { Database, type Holding, statement } from '@holdfast/platform';
import { PaymentRecords, type UndecidedPayment } from '../../payment-records.js';

export const PAYMENTS_HOLDINGS: readonly Holding[] = [
  {
    table: 'payments.payments',
    ends: 'Kept as long as the books. An erasure forgets means of payment and return address as soon as the payment is decided; amounts and the gateway’s reference stay.',
  },
];

const EXPORT = statement(
  'payments.export',
  `select platform.shown(to_jsonb(p), 'payments.payments') as row from payments.payments p where checkout_id = any($1::uuid[]) order by p.id`,
);
const LIVE = `exists (select from payments.operations o where o.payment_id = p.id and o.state in ('created', 'sent', 'requires_action', 'unknown'))`;
const FORGET = statement(
  'payments.forget',
  `update payments.payments p set method = 'erased', return_url = null, next_action = null, payer = null, version = version + 1, updated_at = now()
    where checkout_id = any($1::uuid[]) and not ${LIVE} and (method <> 'erased' or return_url is not null or next_action is not null or payer is not null)`,
);
const UNDECIDED = statement('payments.undecided-of', `select p.id, p.checkout_id, now() + interval '1 hour' as until from payments.payments p where checkout_id = any($1::uuid[]) and ${LIVE} order by p.id`);

@Injectable()
export class PostgresPaymentRecords extends PaymentRecords {
  constructor(private readonly database: Database) {
    super();
  }

  async export(checkoutIds: readonly Id<'chk'>[]): Promise<readonly unknown[]> {
    return (await this.database.query<{ row: unknown }>(EXPORT, [checkoutIds.map(toUuid)])).map(({ row }) => row);
  }

  async forget(checkoutIds: readonly Id<'chk'>[]): Promise<readonly UndecidedPayment[]> {
    const ids = checkoutIds.map(toUuid);
    await this.database.send(FORGET, [ids]);
    const rows = await this.database.query<{ id: string; checkout_id: string; until: string }>(UNDECIDED, [ids]);
    return rows.map(({ id, checkout_id, until }) => ({ id: toId('pay', id), checkoutId: toId('chk', checkout_id), until: new Date(until) }));
  }
}

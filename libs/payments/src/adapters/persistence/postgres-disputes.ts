import { Injectable } from '@nestjs/common';
import { type Id, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { Disputes, type DisputeView } from '../../disputes.js';
import { date, type DisputeRow } from './postgres-payment-books.js';

const ABOUT = statement(
  'payments.disputes-about',
  `select d.*, p.checkout_id from payments.disputes d join payments.payments p on p.id = d.payment_id where p.checkout_id = any($1::uuid[]) order by d.opened_at, d.id`,
);
@Injectable()
export class PostgresDisputes extends Disputes {
  constructor(private readonly database: Database) {
    super();
  }

  async of(checkoutIds: readonly Id<'chk'>[]): Promise<DisputeView[]> {
    const rows = await this.database.query<DisputeRow & { checkout_id: string }>(ABOUT, [checkoutIds.map(toUuid)]);
    return rows.map(({ id, payment_id: payment, checkout_id: checkout, gateway, status, reason, amount, currency, evidence_due_at: due, opened_at: opened, closed_at: closed }) => ({
      id: toId('dsp', id), paymentId: toId('pay', payment), checkoutId: toId('chk', checkout), gateway, status, reason, amount: { amount, currency },
      evidenceDueAt: date(due), openedAt: new Date(opened), closedAt: date(closed),
    }));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { type Id, NotFound, toId, toUuid } from '@holdfast/kernel';
import { Payments } from '@holdfast/payments';
import { Database, PLATFORM_SETTINGS, type PlatformSettings, statement } from '@holdfast/platform';
import { CheckoutAnswers } from '../../application/checkout-answers.js';
import { type OrderConfirmation, Orders } from '../../orders.js';
import { orderLine, type OrderLineRow, type OrderRow, paymentStatus } from './order-rows.js';

const ORDER = statement('ordering.confirmation', `select *, number::text as number from ordering.orders where id = $1`);
const LINES = statement('ordering.confirmation-lines', `select * from ordering.order_lines where order_id = $1 order by position`);

@Injectable()
export class PostgresOrders extends Orders {
  constructor(
    private readonly database: Database,
    private readonly payments: Payments,
    private readonly answers: CheckoutAnswers,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {
    super();
  }

  async forConfirmation(id: Id<'ord'>): Promise<OrderConfirmation | undefined> {
    const row = await this.database.first<OrderRow>(ORDER, [toUuid(id)]);
    if (!row) throw new NotFound();
    if (row.email === null) return undefined;
    const lines = await this.database.query<OrderLineRow>(LINES, [row.id]);
    const payments = await this.payments.of([toId('chk', row.checkout_id)]);
    const { currency } = row;
    return {
      number: row.number,
      email: row.email,
      placedAt: new Date(row.placed_at),
      currency,
      lines: lines.map((line) => {
        const { title, variant_title, sku, quantity, unit_price, total } = orderLine(line, currency);
        return { title, variantTitle: variant_title, sku, quantity, unitPrice: unit_price, total };
      }),
      subtotal: { amount: row.subtotal, currency },
      total: { amount: row.total, currency },
      shippingAddress: row.shipping_address,
      payment: { gateway: payments.at(-1)?.gateway ?? 'none', status: paymentStatus(payments) },
      orderUrl: `${this.settings.publicUrl}/v1/orders/${id}`,
      token: this.answers.orderToken(id),
    };
  }
}

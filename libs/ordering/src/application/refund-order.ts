import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Id, UnitOfWork } from '@holdfast/kernel';
import { type PaymentChange, PaymentListener, Payments } from '@holdfast/payments';
import type { OrderId } from '../domain/order.js';
import { OrderRefunds } from '../domain/order-refunds.js';
import { type RefundedPieces, type RefundId, refundLines, spread } from '../domain/refund.js';
import { NothingToRefund } from '../domain/refund-errors.js';

/**
 * Writes a refund of pieces of an order down and sets its money aside, spread over the payments of the order. Answers the operations to be carried
 * out. @throws NotFound LineNotRefundable RefundBeyondPayments NothingToRefund
 */
export class RefundOrder extends Command<Id<'op'>[]> {
  constructor(
    readonly refundId: RefundId,
    readonly orderId: OrderId,
    readonly pieces: readonly RefundedPieces[],
    readonly reason: string | null,
    readonly actor: string,
  ) {
    super();
  }
}

@CommandHandler(RefundOrder)
export class RefundOrderHandler implements ICommandHandler<RefundOrder> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly refunds: OrderRefunds,
    private readonly payments: Payments,
  ) {}

  execute({ refundId: id, orderId, pieces, reason, actor }: RefundOrder): Promise<Id<'op'>[]> {
    return this.work.run(async () => {
      await this.payments.lockOf([await this.refunds.checkoutOf(orderId)]);
      const { checkoutId, currency, lines: all } = await this.refunds.lockLines(orderId);
      const lines = refundLines(all, pieces);
      const amount = lines.reduce((sum, line) => sum + line.amount, 0);
      if (amount === 0) throw new NothingToRefund();
      const payments = (await this.payments.of([checkoutId])).map((payment) => ({ id: payment.id, refundable: payment.refundable.amount }));
      const operations = await this.payments.request(
        spread({ amount, currency }, payments).map((part) => ({ paymentId: part.paymentId, action: 'refund', amount: { amount: part.amount, currency }, reason: reason ?? undefined, actor })),
      );
      await this.refunds.insert({ id, orderId, reason, actor, lines, operations });
      return operations.map((operation) => operation.id);
    });
  }
}

/** Keeps what became of the refunds of orders, in the transaction that learns of it. */
export class RefundBook extends PaymentListener {
  constructor(private readonly refunds: OrderRefunds) {
    super();
  }

  async paymentsChanged(changes: readonly PaymentChange[]): Promise<void> {
    const outcomes = changes.flatMap(({ kind, state, operationId }) => {
      if (kind !== 'refund' || (state !== 'succeeded' && state !== 'failed' && state !== 'returned')) return [];
      return [{ operationId, state: state === 'succeeded' ? state : ('failed' as const) }];
    });
    if (outcomes.length > 0) await this.refunds.settle(outcomes);
  }
}

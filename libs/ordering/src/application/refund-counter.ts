import { type Answered, Idempotency, type KeyedRequest, KeyedWork, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Payments } from '@holdfast/payments';
import type { OrderId } from '../domain/order.js';
import type { RefundedPieces } from '../domain/refund.js';
import { RefundOrder } from './refund-order.js';
import { GetOrderRefund, type OrderRefundView } from './refund-queries.js';

export interface WantedRefund {
  readonly orderId: OrderId;
  readonly pieces: readonly RefundedPieces[];
  readonly reason: string | null;
  /** `key_…` or `stf_…`. */
  readonly actor: string;
}

/** Where staff asks to refund pieces of an order; see {@link KeyedWork} for repeats. */
export class RefundCounter {
  readonly #keyed: KeyedWork;

  constructor(
    work: UnitOfWork,
    idempotency: Idempotency,
    private readonly payments: Payments,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    this.#keyed = new KeyedWork(work, idempotency);
  }

  /** @throws what {@link RefundOrder} does */
  perform(asked: KeyedRequest, { orderId, pieces, reason, actor }: WantedRefund, render: (refund: OrderRefundView) => StoredAnswer): Promise<Answered> {
    const operationsOf = async (id: `ref_${string}`) => (await this.queries.execute(new GetOrderRefund(id))).operations.map((operation) => operation.id);
    return this.#keyed.run(asked, 'ref', {
      begin: (id) => this.commands.execute(new RefundOrder(id, orderId, pieces, reason, actor)),
      carryOut: async (id) => this.payments.carryOut(await operationsOf(id)),
      resume: async (id) => this.payments.resolveOperations(await operationsOf(id)),
      outcome: async (id) => {
        const refund = await this.queries.execute(new GetOrderRefund(id));
        return { ...render(refund), final: refund.status !== 'pending' };
      },
    });
  }
}

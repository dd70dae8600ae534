import { type Answered, Idempotency, type KeyedRequest, KeyedWork, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { QueryBus } from '@nestjs/cqrs';
import { decided } from '../domain/operation.js';
import { Payments, type RequestedAction } from '../payments.js';
import { OperationResolver } from './operation-resolver.js';
import { GetOperation, type OperationView } from './payment-queries.js';

/**
 * Where staff asks for captures, voids and refunds. Each is written down with the key of its request, sent outside any transaction, and answered
 * with what became of it.
 */
export class PaymentCounter {
  readonly #keyed: KeyedWork;

  constructor(
    work: UnitOfWork,
    idempotency: Idempotency,
    private readonly payments: Payments,
    private readonly resolver: OperationResolver,
    private readonly queries: QueryBus,
  ) {
    this.#keyed = new KeyedWork(work, idempotency);
  }

  /** @throws what {@link Payments.request} does */
  perform(asked: KeyedRequest, action: RequestedAction, render: (operation: OperationView) => StoredAnswer): Promise<Answered> {
    return this.#keyed.run(asked, 'op', {
      begin: (id) => this.payments.request([{ ...action, id }]),
      carryOut: (id) => this.payments.carryOut([id]),
      resume: (id) => this.resolver.resolveNow([id]),
      outcome: async (id) => {
        const operation = await this.queries.execute(new GetOperation(id));
        return { ...render(operation), final: decided(operation.status) };
      },
    });
  }
}

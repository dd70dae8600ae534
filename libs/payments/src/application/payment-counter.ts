import { type Answered, Idempotency, type KeyedRequest, KeyedWork, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { QueryBus } from '@nestjs/cqrs';
import { decided, type OperationId } from '../domain/operation.js';
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
      carryOut: async (id) => this.payments.carryOut(await this.#partsOf(id)),
      resume: async (id) => this.resolver.resolveNow(await this.#partsOf(id)),
      outcome: async (id) => {
        const operation = await this.queries.execute(new GetOperation(id));
        return { ...render(operation), final: isDecided(operation) };
      },
    });
  }
  async #partsOf(id: OperationId): Promise<readonly OperationId[]> {
    const { parts } = await this.queries.execute(new GetOperation(id));
    return parts.length > 0 ? parts.map((part) => part.id) : [id];
  }
}

/** Whether it is known how it ended, all its parts included. */
export const isDecided = ({ status, parts }: OperationView): boolean => decided(status) && parts.every((part) => decided(part.status));

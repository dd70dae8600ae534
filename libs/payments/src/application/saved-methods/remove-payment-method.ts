import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Id, UnitOfWork } from '@holdfast/kernel';
import type { PaymentMethodId } from '../../domain/method-vault.js';
import { unwantedMethod } from '../../domain/saved-method.js';
import { PaymentMethodNotFound } from '../../domain/saved-method-errors.js';
import { SavedMethods } from '../../domain/saved-methods.js';
import { newsOf } from './apply-vault-fact.js';

/**
 * Its owner does not want it any more: nothing is paid with it from now on, and the gateway is told until it says that it is gone.
 * @throws PaymentMethodNotFound
 */
export class RemovePaymentMethod extends Command<void> {
  constructor(
    readonly customerId: Id<'cus'>,
    readonly id: PaymentMethodId,
  ) {
    super();
  }
}

@CommandHandler(RemovePaymentMethod)
export class RemovePaymentMethodHandler implements ICommandHandler<RemovePaymentMethod> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly methods: SavedMethods,
  ) {}

  execute({ customerId, id }: RemovePaymentMethod): Promise<void> {
    return this.work.run(async () => {
      const method = await this.methods.lock(id, customerId);
      const removed = method && unwantedMethod(method);
      if (!removed) throw new PaymentMethodNotFound();
      await this.methods.save(removed);
      this.work.record(newsOf(method.state, removed));
    });
  }
}

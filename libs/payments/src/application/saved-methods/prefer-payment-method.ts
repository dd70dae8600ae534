import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Id, UnitOfWork } from '@holdfast/kernel';
import type { PaymentMethodId } from '../../domain/method-vault.js';
import { PaymentMethodNotActive, PaymentMethodNotFound } from '../../domain/saved-method-errors.js';
import { SavedMethods } from '../../domain/saved-methods.js';
import { isWanted } from '../../domain/saved-method.js';

/** Makes a payment method the default one, or not. @throws PaymentMethodNotFound PaymentMethodNotActive */
export class PreferPaymentMethod extends Command<void> {
  constructor(
    readonly customerId: Id<'cus'>,
    readonly id: PaymentMethodId,
    readonly isDefault: boolean,
  ) {
    super();
  }
}

@CommandHandler(PreferPaymentMethod)
export class PreferPaymentMethodHandler implements ICommandHandler<PreferPaymentMethod> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly methods: SavedMethods,
  ) {}

  execute({ customerId, id, isDefault }: PreferPaymentMethod): Promise<void> {
    return this.work.run(async () => {
      await this.methods.lockOwner(customerId);
      const method = await this.methods.lock(id, customerId);
      if (!method || method.unwanted || !(isWanted(method.state) || method.state === 'failed')) throw new PaymentMethodNotFound();
      if (method.state !== 'active') throw new PaymentMethodNotActive(method.state === 'failed' ? 'failed' : 'not set up yet');
      if (method.isDefault !== isDefault) await this.methods.setDefault(method, isDefault);
    });
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { PaymentGateways } from '../../domain/payment-gateway.js';
import { PaymentMethodsNotKept } from '../../domain/saved-method-errors.js';
import { type NewSavedMethod, SavedMethods } from '../../domain/saved-methods.js';

/** Writes a setup down, to be sent. @throws UnknownGateway PaymentMethodsNotKept PaymentMethodsFull */
export class BeginSetup extends Command<void> {
  constructor(readonly method: NewSavedMethod) {
    super();
  }
}

@CommandHandler(BeginSetup)
export class BeginSetupHandler implements ICommandHandler<BeginSetup> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly methods: SavedMethods,
  ) {}

  execute({ method }: BeginSetup): Promise<void> {
    const keeps = (name: string): boolean => this.gateways.get(name).capabilities.savedMethods;
    if (!keeps(method.gateway)) throw new PaymentMethodsNotKept(method.gateway, this.gateways.names.filter(keeps));
    return this.work.run(() => this.methods.insert(method));
  }
}

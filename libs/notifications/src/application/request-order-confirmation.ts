import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Id, newId, UnitOfWork } from '@holdfast/kernel';
import { Emails } from '../domain/emails.js';

/** Notes that the confirmation of an order has to be sent. Safe to repeat. Joins the caller's unit of work. */
export class RequestOrderConfirmation extends Command<void> {
  constructor(readonly order: Id<'ord'>) {
    super();
  }
}

@CommandHandler(RequestOrderConfirmation)
export class RequestOrderConfirmationHandler implements ICommandHandler<RequestOrderConfirmation> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly emails: Emails,
  ) {}

  execute({ order }: RequestOrderConfirmation): Promise<void> {
    return this.work.run(() => this.emails.request({ id: newId('eml'), kind: 'order-confirmation', subject: order }));
  }
}

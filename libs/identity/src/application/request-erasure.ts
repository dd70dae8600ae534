import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { CustomerId } from '../domain/customer.js';
import { DataSubjects } from '../domain/data-subjects.js';
import { type AskedBy, type Erasure, Erasures } from '../domain/erasure.js';
import { DisableCustomer } from './disable-customer.js';

/**
 * Has a customer forgotten. The account is closed and its sessions end at once; the rest is done by the worker. Safe to repeat.
 * @throws NotFound
 */
export class RequestErasure extends Command<Erasure> {
  constructor(
    readonly customer: CustomerId,
    readonly askedBy: AskedBy,
  ) {
    super();
  }
}

@CommandHandler(RequestErasure)
export class RequestErasureHandler implements ICommandHandler<RequestErasure> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly subjects: DataSubjects,
    private readonly erasures: Erasures,
    private readonly commands: CommandBus,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ customer, askedBy }: RequestErasure): Promise<Erasure> {
    return this.work.run(async () => {
      const before = await this.erasures.findByCustomer(customer);
      if (before) return before;
      const subject = await this.subjects.find(customer);
      if (!subject) throw new NotFound();
      const { erasure, fresh } = await this.erasures.request(subject, askedBy);
      if (!fresh) return erasure;
      await this.commands.execute(new DisableCustomer(customer));
      await this.securityLog.note({ event: 'erasure.requested', subject: customer, details: { erasure: erasure.id, asked_by: askedBy } });
      this.work.record([{ type: 'identity.erasure-requested.v1', subject: erasure.id, version: 1, payload: { customer_id: customer } }]);
      return erasure;
    });
  }
}

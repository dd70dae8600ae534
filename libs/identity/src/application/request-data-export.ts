import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { CustomerId } from '../domain/customer.js';
import { type DataExport, DataExports } from '../domain/data-export.js';

/** Asks for everything that is known about a customer. While one is being written, that one is answered. */
export class RequestDataExport extends Command<DataExport> {
  constructor(readonly customer: CustomerId) {
    super();
  }
}

@CommandHandler(RequestDataExport)
export class RequestDataExportHandler implements ICommandHandler<RequestDataExport> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly exports: DataExports,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ customer }: RequestDataExport): Promise<DataExport> {
    return this.work.run(async () => {
      const found = await this.exports.request(customer);
      await this.securityLog.note({ event: 'data-export.requested', subject: customer, details: { export: found.id } });
      return found;
    });
  }
}

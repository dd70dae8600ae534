import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalDataHolders, UnitOfWork } from '@holdfast/kernel';
import { DataExports, type TakenExport } from '../domain/data-export.js';
import { DataSubjects } from '../domain/data-subjects.js';

/** Writes one export that waits; answers whether there was one. Safe to repeat and to run in several processes. */
export class WriteDataExport extends Command<boolean> {}

/** Deletes documents whose time is over. */
export class ForgetDataExports extends Command<void> {}

@CommandHandler(WriteDataExport)
export class WriteDataExportHandler implements ICommandHandler<WriteDataExport> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly exports: DataExports,
    private readonly subjects: DataSubjects,
    private readonly holders: PersonalDataHolders,
  ) {}

  async execute(): Promise<boolean> {
    const taken = await this.exports.take();
    if (taken) await this.#write(taken);
    return taken !== undefined;
  }

  async #write({ id, customer }: TakenExport): Promise<void> {
    const subject = await this.subjects.find(customer);
    // Erased meanwhile, and the export with it.
    if (!subject) return;
    const parts = await this.holders.export(subject);
    const document = { format: 'holdfast-data-export', version: 1, customer, addresses: subject.emails, written_at: subject.until.toISOString(), ...parts };
    await this.work.run(async () => {
      if (!(await this.exports.keep(id, Buffer.from(JSON.stringify(document, null, 2))))) return;
      this.work.record([{ type: 'identity.data-export-ready.v1', subject: id, version: 1, payload: { customer_id: customer } }]);
    });
  }
}

@CommandHandler(ForgetDataExports)
export class ForgetDataExportsHandler implements ICommandHandler<ForgetDataExports> {
  constructor(private readonly exports: DataExports) {}

  execute(): Promise<void> {
    return this.exports.forgetExpired();
  }
}

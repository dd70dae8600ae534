import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { Imports } from './imports.js';
import type { ImportId } from './uploaded-files.js';

/** Gives an import up that failed again and again for a reason of ours. What it has taken over stays. */
export class FailImport extends Command<void> {
  constructor(readonly id: ImportId) {
    super();
  }
}

@CommandHandler(FailImport)
export class FailImportHandler implements ICommandHandler<FailImport> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: Imports,
  ) {}

  execute({ id }: FailImport): Promise<void> {
    const error = { code: 'import-broke-off', message: 'The import broke off by a fault of ours. Upload the file again: what is in already stays as it is.' };
    return this.work.run(() => this.imports.fail(id, error));
  }
}

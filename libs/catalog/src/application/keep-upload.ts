import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Imports } from './imports.js';
import { type ImportId, type Uploaded, UploadedFiles } from './uploaded-files.js';

/** Keeps a file while it arrives. It is not imported before it is requested, and swept away when it never is. */
export class KeepUpload extends Command<Uploaded> {
  constructor(
    readonly id: ImportId,
    readonly currency: string,
    readonly fileName: string | null,
    readonly content: AsyncIterable<Uint8Array>,
  ) {
    super();
  }
}

/** No unit of work: the pieces are committed one by one, as slowly as they may come. */
@CommandHandler(KeepUpload)
export class KeepUploadHandler implements ICommandHandler<KeepUpload> {
  constructor(
    private readonly imports: Imports,
    private readonly files: UploadedFiles,
  ) {}

  async execute({ id, currency, fileName, content }: KeepUpload): Promise<Uploaded> {
    await this.imports.open(id, currency, fileName);
    return this.files.keep(id, content);
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Idempotency, type KeyedRequest, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { IMPORT_REQUESTED } from '../domain/events.js';
import { Imports } from './imports.js';
import { type ImportId, type Uploaded, UploadedFiles } from './uploaded-files.js';

export type Requested =
  | { readonly kind: 'new' }
  /** The same request was answered before. */
  | { readonly kind: 'repeated'; readonly answer: StoredAnswer }
  | { readonly kind: 'running' }
  | { readonly kind: 'reused' };

/** Has an uploaded file imported. `keyed` and `answer` are what the idempotency key keeps, if there is one. */
export class RequestImport extends Command<Requested> {
  constructor(
    readonly id: ImportId,
    readonly currency: string,
    readonly uploaded: Uploaded,
    readonly keyed: KeyedRequest | undefined,
    readonly answer: () => Promise<StoredAnswer>,
  ) {
    super();
  }
}

@CommandHandler(RequestImport)
export class RequestImportHandler implements ICommandHandler<RequestImport> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: Imports,
    private readonly files: UploadedFiles,
    private readonly idempotency: Idempotency,
  ) {}

  async execute(command: RequestImport): Promise<Requested> {
    const requested = await this.#request(command);
    if (requested.kind !== 'new') await this.files.drop(command.id);
    return requested;
  }

  #request({ id, currency, uploaded, keyed, answer }: RequestImport): Promise<Requested> {
    return this.work.run(async (): Promise<Requested> => {
      if (keyed) {
        const [claim] = await this.idempotency.claim([keyed]);
        if (claim?.kind === 'done') return { kind: 'repeated', answer: claim.answer };
        if (claim?.kind === 'reused') return { kind: 'reused' };
        if (claim?.kind !== 'new') return { kind: 'running' };
      }
      await this.imports.request(id, currency, uploaded);
      this.work.record([{ type: IMPORT_REQUESTED, subject: id, version: 1, from: null, to: 'pending', payload: { import_id: id } }]);
      if (keyed) this.idempotency.finish([{ scope: keyed.scope, key: keyed.key, ...(await answer()) }]);
      return { kind: 'new' };
    });
  }
}

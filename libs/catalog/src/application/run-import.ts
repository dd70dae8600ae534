import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { UnreadableFile } from '../domain/errors.js';
import { ApplyDrafts } from './apply-drafts.js';
import { type ImportState, Imports } from './imports.js';
import { type ProductDraft, ProductFiles } from './product-file.js';
import { type ImportId } from './uploaded-files.js';

/** One transaction takes so many products over, or so many rows, whichever comes first. */
const PRODUCTS_AT_ONCE = 100;
const ROWS_AT_ONCE = 400;

/**
 * Imports an uploaded file, from the beginning or from where a crash left it. Safe to repeat, also by two workers at once: each
 * step is committed with the line it reached, once.
 */
export class RunImport extends Command<void> {
  constructor(readonly id: ImportId) {
    super();
  }
}

@CommandHandler(RunImport)
export class RunImportHandler implements ICommandHandler<RunImport> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly imports: Imports,
    private readonly files: ProductFiles,
    private readonly commands: CommandBus,
  ) {}

  async execute({ id }: RunImport): Promise<void> {
    const found = await this.imports.find(id);
    if (found?.status !== 'pending' && found?.status !== 'running') return;
    try {
      if (found.status === 'pending') await this.files.check(id);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      await this.work.run(() => this.imports.fail(id, { code: error.slug, message: error.message }));
      return;
    }
    await this.work.run(() => this.imports.start(id));
    if (await this.#applyAll(found)) await this.work.run(() => this.imports.complete(id));
  }

  /** False when another worker was met on the way. */
  async #applyAll({ id, currency, doneLine }: ImportState): Promise<boolean> {
    let reached = doneLine;
    for await (const drafts of batches(this.files.read(id, currency), doneLine)) {
      if (!(await this.commands.execute(new ApplyDrafts(id, currency, reached, drafts)))) return false;
      reached = drafts.at(-1)!.lastLine;
    }
    return true;
  }
}

/** Drafts after the given line, so many at once; a handle that comes again begins a new batch. */
async function* batches(drafts: AsyncIterable<ProductDraft>, after: number): AsyncGenerator<ProductDraft[]> {
  let batch: ProductDraft[] = [];
  let rows = 0;
  const handles = new Set<string>();
  for await (const draft of drafts) {
    if (draft.lastLine <= after) continue;
    if (batch.length > 0 && (batch.length >= PRODUCTS_AT_ONCE || rows + draft.rows > ROWS_AT_ONCE || handles.has(draft.handle))) {
      yield batch;
      batch = [];
      rows = 0;
      handles.clear();
    }
    batch.push(draft);
    rows += draft.rows;
    if (draft.handle !== '') handles.add(draft.handle);
  }
  if (batch.length > 0) yield batch;
}

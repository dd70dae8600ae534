import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { type InitialStock, Inventory } from '@holdfast/inventory';
import type { VariantId } from '../catalog.js';
import { Products } from '../domain/products.js';
import { type Applied, applyDraft } from './apply-draft.js';
import { Imports } from './imports.js';
import type { ProductDraft, RowFault } from './product-file.js';
import type { ImportId } from './uploaded-files.js';

/** Takes some products of a file over, in one transaction with the progress of the import. */
export class ApplyDrafts extends Command<boolean> {
  constructor(
    readonly importId: ImportId,
    readonly currency: string,
    /** Where the step before ended. */
    readonly fromLine: number,
    /** No handle twice. */
    readonly drafts: readonly ProductDraft[],
  ) {
    super();
  }
}

/** Thrown to undo a step that another worker has done already. */
class Overtaken extends Error {}

@CommandHandler(ApplyDrafts)
export class ApplyDraftsHandler implements ICommandHandler<ApplyDrafts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly products: Products,
    private readonly imports: Imports,
    private readonly inventory: Inventory,
  ) {}

  /** Answers false when another worker goes through the same file: then this one leaves it. */
  async execute(command: ApplyDrafts): Promise<boolean> {
    try {
      await this.work.run(() => this.#apply(command));
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  async #apply({ importId, currency, fromLine, drafts }: ApplyDrafts): Promise<void> {
    const sound = drafts.filter(({ faults }) => faults.length === 0);
    const existing = await this.products.withHandles(sound.map(({ handle }) => handle));
    const owners: Map<string, string> = await this.products.ownersOf(sound.flatMap(({ variants }) => variants.flatMap(({ details }) => details.sku ?? [])));
    const applied = sound.map((draft) => applyDraft(draft, existing.get(draft.handle), currency, owners));
    const faults = [...drafts.flatMap((draft) => draft.faults), ...applied.flatMap((each) => each.faults)];
    const step = { ...countOf(applied, faults), toLine: drafts.at(-1)!.lastLine, rows: sum(drafts.map(({ rows }) => rows)), products: drafts.length };
    const failed = drafts.length - step.created - step.updated - step.unchanged;
    if (!(await this.imports.advance(importId, fromLine, { ...step, failed }))) throw new Overtaken();
    const changed = applied.flatMap(({ outcome, product }) => (product && outcome !== 'unchanged' ? [product] : []));
    const available = await this.#stock(importId, applied.flatMap(({ stock }) => stock));
    if (changed.length > 0) await this.products.save(changed, available);
  }

  /** Nobody else knows the new variants yet, so what the stock says of them now holds until the commit. */
  async #stock(importId: ImportId, stock: readonly InitialStock[]): Promise<Set<VariantId>> {
    if (stock.length === 0) return new Set();
    await this.inventory.stockInitially(stock, importId);
    const available = await this.inventory.availability(stock.map(({ variantId }) => variantId));
    return new Set([...available].filter(([, quantity]) => quantity > 0).map(([id]) => id));
  }
}

function countOf(applied: readonly Applied[], faults: readonly RowFault[]) {
  const count = (outcome: Applied['outcome']) => applied.filter((each) => each.outcome === outcome).length;
  return { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), faults };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

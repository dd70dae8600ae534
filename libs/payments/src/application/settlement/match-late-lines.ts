import { UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journals } from '../../domain/ledger/journals.js';
import { paired, reconcile } from '../../domain/settlement/reconcile.js';
import { Settlements } from './settlements.js';

/** Lines that were reported before the books knew what they are about are looked at again, every day. Safe to repeat. */
export class MatchLateLines extends Command<void> {}

@CommandHandler(MatchLateLines)
export class MatchLateLinesHandler implements ICommandHandler<MatchLateLines> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly settlements: Settlements,
    private readonly journals: Journals,
  ) {}

  async execute(): Promise<void> {
    for (const gateway of await this.settlements.gateways()) await this.work.run(() => this.#match(gateway));
  }

  async #match(gateway: string): Promise<void> {
    const lines = await this.settlements.extra(gateway);
    if (lines.length === 0) return;
    const pairs = paired(lines, await this.settlements.movementsOf(gateway, lines));
    // One that differs as well stays with the person who looks at it.
    const explained = [...pairs].map(([line, ours]) => reconcile(gateway, line, ours)).filter(({ status }) => status === 'matched');
    await this.journals.post(explained.flatMap(({ journal }) => journal ?? []));
    await this.settlements.explain(gateway, explained);
  }
}

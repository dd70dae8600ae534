import { type Answered, Idempotency, type KeyedRequest, KeyedWork, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NewSavedMethod } from '../../domain/saved-methods.js';
import { BeginSetup } from './begin-setup.js';
import { MethodKeeper } from './method-keeper.js';
import { GetSavedMethod, type SavedMethodView } from './saved-method-queries.js';

/** Where customers ask for a means of payment to be kept; see {@link KeyedWork} for repeats. */
export class SetupCounter {
  readonly #keyed: KeyedWork;

  constructor(
    work: UnitOfWork,
    idempotency: Idempotency,
    private readonly keeper: MethodKeeper,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    this.#keyed = new KeyedWork(work, idempotency);
  }

  /** @throws what {@link BeginSetup} does */
  perform(asked: KeyedRequest, wanted: Omit<NewSavedMethod, 'id'>, render: (method: SavedMethodView) => StoredAnswer): Promise<Answered> {
    return this.#keyed.run(asked, 'pm', {
      begin: (id) => this.commands.execute(new BeginSetup({ ...wanted, id })),
      carryOut: (id) => this.keeper.tend(id),
      resume: (id) => this.keeper.tend(id),
      outcome: async (id) => {
        const method = await this.queries.execute(new GetSavedMethod(wanted.customerId, id));
        return { ...render(method), final: method.status === 'active' || method.status === 'failed' };
      },
    });
  }
}

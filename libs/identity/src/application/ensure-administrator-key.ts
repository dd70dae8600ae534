import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { ApiKey } from '../domain/api-key.js';
import { ApiKeys } from '../domain/api-keys.js';
import { Secrets } from '../domain/secret.js';

/** Makes sure that this secret is a key with all scopes, those included that a new version brings. Safe to repeat. */
export class EnsureAdministratorKey extends Command<void> {
  constructor(
    readonly secret: string,
    readonly scopes: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(EnsureAdministratorKey)
export class EnsureAdministratorKeyHandler implements ICommandHandler<EnsureAdministratorKey> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  execute({ secret, scopes }: EnsureAdministratorKey): Promise<void> {
    const kept = this.secrets.kept(secret);
    const facts = { id: newId('key'), name: 'Administrator (from the environment)', scopes, expiresAt: null };
    const key = ApiKey.create(facts, kept.prefix, scopes, this.clock.now());
    return this.work.run(() => this.keys.ensure(key, kept));
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { ApiKey, type ApiKeySnapshot } from '../domain/api-key.js';
import { ApiKeys } from '../domain/api-keys.js';
import { Secrets } from '../domain/secret.js';

export interface CreatedApiKey {
  readonly key: ApiKeySnapshot;
  /** Readable this once. */
  readonly secret: string;
}

/** Makes an API key with at most the scopes of whoever asks. */
export class CreateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly facts: { readonly name: string; readonly scopes: readonly string[]; readonly expiresAt: Date | null },
    readonly creatorScopes: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  execute({ facts, creatorScopes }: CreateApiKey): Promise<CreatedApiKey> {
    const { secret, ...kept } = this.secrets.make();
    const key = ApiKey.create({ id: newId('key'), ...facts }, kept.prefix, creatorScopes, this.clock.now());
    return this.work.run(async () => {
      await this.keys.add(key, kept);
      return { key: key.snapshot(), secret };
    });
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, UnitOfWork } from '@holdfast/kernel';
import type { ApiKeyId } from '../domain/api-key.js';
import { ApiKeys } from '../domain/api-keys.js';

/** Ends an API key at once. Safe to repeat. */
export class RevokeApiKey extends Command<void> {
  constructor(readonly id: ApiKeyId) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  execute({ id }: RevokeApiKey): Promise<void> {
    return this.work.run(async () => {
      const key = await this.keys.get(id);
      key.revoke(this.clock.now());
      await this.keys.save(key);
    });
  }
}

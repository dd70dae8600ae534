import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, UnitOfWork } from '@holdfast/kernel';
import type { ApiKeyId, ApiKeySnapshot } from '../domain/api-key.js';
import { ApiKeys } from '../domain/api-keys.js';
import { Secrets } from '../domain/secret.js';

export interface RotatedApiKey {
  readonly key: ApiKeySnapshot;
  /** Readable this once. */
  readonly secret: string;
  readonly previousValidUntil: Date;
}

/** Exchanges the secret of a key; the old one counts for so many seconds more. */
export class RotateApiKey extends Command<RotatedApiKey> {
  constructor(
    readonly id: ApiKeyId,
    readonly overlapSeconds: number,
    readonly callerScopes: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RotateApiKey)
export class RotateApiKeyHandler implements ICommandHandler<RotateApiKey> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  execute({ id, overlapSeconds, callerScopes }: RotateApiKey): Promise<RotatedApiKey> {
    const { secret, ...kept } = this.secrets.make();
    return this.work.run(async () => {
      const key = await this.keys.get(id);
      key.rotate(kept, overlapSeconds, callerScopes, this.clock.now());
      await this.keys.save(key);
      return { key: key.snapshot(), secret, previousValidUntil: key.rotation!.previousValidUntil };
    });
  }
}

import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { LOGGER, SCOPES } from '@holdfast/platform';
import { EnsureAdministratorKey } from '../../application/ensure-administrator-key.js';
import { isSecret } from '../../domain/secret.js';

const RETRY_MS = 1_000;

/** The secret from the environment, where one was given. */
export class AdministratorSecret {
  constructor(readonly text: string | undefined) {}
}

/** Makes the first key known. A database that is away does not keep the process from starting: it is tried again. */
@Injectable()
export class AdministratorKey implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer?: NodeJS.Timeout;
  #closing = false;

  constructor(
    private readonly commands: CommandBus,
    private readonly secret: AdministratorSecret,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { text } = this.secret;
    if (text === undefined) return;
    if (!isSecret(text)) throw new Error('HOLDFAST_ADMIN_KEY must be sk_ followed by 32 to 255 letters, digits, - or _');
    await this.#ensure(text);
  }

  beforeApplicationShutdown(): void {
    this.#closing = true;
    clearTimeout(this.#timer);
  }

  async #ensure(text: string): Promise<void> {
    try {
      await this.commands.execute(new EnsureAdministratorKey(text, SCOPES));
    } catch (error) {
      this.logger.error({ err: error }, 'the administrator key could not be made known; trying again');
      if (!this.#closing) this.#timer = setTimeout(() => void this.#ensure(text), RETRY_MS);
    }
  }
}

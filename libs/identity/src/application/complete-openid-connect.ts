import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { AuthorizationId } from '../domain/openid-authorization.js';
import type { Origin } from '../domain/sessions.js';
import type { BroughtCart } from '../login-listener.js';
import { ExternalAccounts } from './external-accounts.js';
import { OpenIdAnswers } from './openid-answers.js';
import { SessionOpener } from './session-opener.js';
import type { SessionTokens } from './session-tokens.js';

/** Opens a session for whom the provider logged in. @throws what {@link OpenIdAnswers.take} and {@link ExternalAccounts.of} throw */
export class CompleteOpenIdConnect extends Command<SessionTokens> {
  constructor(
    readonly id: AuthorizationId,
    readonly secret: string,
    readonly responseUrl: string,
    readonly origin: Origin,
    readonly cart?: BroughtCart,
  ) {
    super();
  }
}

@CommandHandler(CompleteOpenIdConnect)
export class CompleteOpenIdConnectHandler implements ICommandHandler<CompleteOpenIdConnect> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly answers: OpenIdAnswers,
    private readonly accounts: ExternalAccounts,
    private readonly sessions: SessionOpener,
  ) {}

  async execute({ id, secret, responseUrl, origin, cart }: CompleteOpenIdConnect): Promise<SessionTokens> {
    const proven = await this.answers.take(id, secret, responseUrl);
    return this.work.run(async () => this.sessions.open(await this.accounts.of(proven), origin, undefined, false, cart));
  }
}

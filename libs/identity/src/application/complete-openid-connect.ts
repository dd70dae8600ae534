import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { AuthorizationId } from '../domain/openid-authorization.js';
import type { Origin } from '../domain/sessions.js';
import type { BroughtCart } from '../login-listener.js';
import { ChallengeOpener, type OpenedChallenge } from './challenge-opener.js';
import { ExternalAccounts } from './external-accounts.js';
import { OpenIdAnswers } from './openid-answers.js';
import { SessionOpener } from './session-opener.js';
import type { SessionTokens } from './session-tokens.js';

/**
 * Opens a session for whom the provider logged in; a second factor that they set up here is asked for as at any login.
 * @throws what {@link OpenIdAnswers.take} and {@link ExternalAccounts.of} throw
 */
export class CompleteOpenIdConnect extends Command<SessionTokens | OpenedChallenge> {
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
    private readonly challenges: ChallengeOpener,
  ) {}

  async execute({ id, secret, responseUrl, origin, cart }: CompleteOpenIdConnect): Promise<SessionTokens | OpenedChallenge> {
    const proven = await this.answers.take(id, secret, responseUrl);
    return this.work.run(async () => {
      const subject = await this.accounts.of(proven);
      // The cart comes along with the second factor, when there is a session.
      if (await this.challenges.isAsked(subject)) return this.challenges.open(subject, origin);
      return this.sessions.open(subject, origin, undefined, false, cart);
    });
  }
}

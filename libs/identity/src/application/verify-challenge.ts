import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, Throttle } from '@holdfast/kernel';
import { ChallengeOver, InvalidMfaCode } from '../domain/mfa-errors.js';
import { type Challenge, type ChallengeId, Challenges, type FactorProof } from '../domain/second-factor.js';
import type { BroughtCart } from '../login-listener.js';
import { FactorCheck } from './factor-check.js';
import { LinkTokens } from './link-tokens.js';
import { SessionOpener } from './session-opener.js';
import type { SessionTokens } from './session-tokens.js';

/** Opens the session of whoever has shown the password and now shows the second factor. @throws ChallengeOver, InvalidMfaCode, TooManyRequests */
export class VerifyChallenge extends Command<SessionTokens> {
  constructor(
    readonly id: ChallengeId,
    readonly secret: string,
    readonly proof: FactorProof,
    readonly from: { readonly address: string | undefined; readonly cart?: BroughtCart | undefined },
  ) {
    super();
  }
}

@CommandHandler(VerifyChallenge)
export class VerifyChallengeHandler implements ICommandHandler<VerifyChallenge> {
  constructor(
    private readonly challenges: Challenges,
    private readonly check: FactorCheck,
    private readonly sessions: SessionOpener,
    private readonly tokens: LinkTokens,
    private readonly throttle: Throttle,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute({ id, secret, proof, from }: VerifyChallenge): Promise<SessionTokens> {
    const challenge = await this.challenges.find(id, this.tokens.hash(secret));
    if (!challenge) throw new ChallengeOver();
    // Over all challenges of the account: whoever knows the password can open as many as they like.
    return this.throttle.attempt('mfa-code', { address: from.address, account: challenge.subject }, () => this.#verify(id, challenge, proof, from.cart));
  }

  async #verify(id: ChallengeId, { subject, origin }: Challenge, proof: FactorProof, cart: BroughtCart | undefined): Promise<SessionTokens> {
    if (!(await this.challenges.attempt(id))) throw new ChallengeOver();
    const verified = async (): Promise<void> => {
      if (!(await this.check.passes(subject, proof))) throw new InvalidMfaCode();
      if (!(await this.challenges.solve(id))) throw new ChallengeOver();
    };
    try {
      return await this.sessions.open(subject, origin, verified, true, cart);
    } catch (error) {
      if (error instanceof InvalidMfaCode) await this.securityLog.note({ event: 'mfa.failed', subject });
      throw error;
    }
  }
}

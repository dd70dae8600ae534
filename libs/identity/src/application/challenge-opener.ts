import { newId } from '@holdfast/kernel';
import { type ChallengeId, Challenges, Factors } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';
import type { Origin } from '../domain/sessions.js';
import { LinkTokens } from './link-tokens.js';

/** What somebody gets who knew the password and has to show a second factor. */
export interface OpenedChallenge {
  readonly challenge: ChallengeId;
  /** Knowing the id alone is not enough. Readable this once. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Opens challenges. Joins the unit of work that is active. */
export class ChallengeOpener {
  constructor(
    private readonly challenges: Challenges,
    private readonly tokens: LinkTokens,
    private readonly factors: Factors,
  ) {}

  /** Whether a second factor is asked for at logins of this account. */
  isAsked(subject: SubjectId): Promise<boolean> {
    return this.factors.isEnrolled(subject);
  }

  async open(subject: SubjectId, origin: Origin): Promise<OpenedChallenge> {
    const id = newId('mch');
    const expiresAt = await this.challenges.open(id, { subject, origin }, this.tokens.hashOf(id));
    return { challenge: id, secret: this.tokens.of(id), expiresAt };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, UnitOfWork } from '@holdfast/kernel';
import { Credentials } from '../domain/credentials.js';
import { type FactorId, Factors, OneTimeCodes } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';

export interface BegunFactor {
  readonly id: FactorId;
  /** In base32, readable this once. */
  readonly secret: string;
  readonly uri: string;
}

/** Begins to set a second factor up, in the place of one that was begun and never confirmed. @throws TooManyFactors */
export class BeginFactor extends Command<BegunFactor> {
  constructor(
    readonly subject: SubjectId,
  ) {
    super();
  }
}

@CommandHandler(BeginFactor)
export class BeginFactorHandler implements ICommandHandler<BeginFactor> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly factors: Factors,
    private readonly credentials: Credentials,
    private readonly codes: OneTimeCodes,
  ) {}

  async execute({ subject }: BeginFactor): Promise<BegunFactor> {
    const id = newId('mfa');
    const secret = this.codes.newSecret();
    const account = await this.credentials.addressOf(subject);
    await this.work.run(() => this.factors.begin(id, subject, secret));
    return { id, secret: this.codes.shown(secret), uri: this.codes.uri(secret, account) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, SecurityLog, Throttle, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { FactorNotFound, InvalidMfaCode } from '../domain/mfa-errors.js';
import { type FactorId, Factors, OneTimeCodes } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';

/** Makes a factor count, which the session has shown herewith; answers fresh recovery codes, in the place of those before. @throws FactorNotFound, InvalidMfaCode, TooManyRequests */
export class ConfirmFactor extends Command<readonly string[]> {
  constructor(
    readonly id: FactorId,
    readonly subject: SubjectId,
    readonly session: SessionId,
    readonly code: string,
    readonly address: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(ConfirmFactor)
export class ConfirmFactorHandler implements ICommandHandler<ConfirmFactor> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly factors: Factors,
    private readonly sessions: Sessions,
    private readonly codes: OneTimeCodes,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
    private readonly securityLog: SecurityLog,
  ) {}

  execute(command: ConfirmFactor): Promise<readonly string[]> {
    const { address, subject } = command;
    return this.throttle.attempt('mfa-code', { address, account: subject }, () => this.work.run(() => this.#confirm(command)));
  }

  async #confirm({ id, subject, session, code }: ConfirmFactor): Promise<readonly string[]> {
    const secret = await this.factors.begun(id, subject);
    if (!secret) throw new FactorNotFound();
    const step = this.codes.stepOf(secret, code, this.clock.now());
    if (step === undefined) throw new InvalidMfaCode();
    const recoveryCodes = this.codes.newRecoveryCodes();
    await this.factors.confirm(id, step);
    await this.factors.replaceRecoveryCodes(subject, recoveryCodes.map((one) => this.codes.hashOfRecoveryCode(one)));
    await this.sessions.passFactor(session, subject);
    await this.securityLog.note({ event: 'mfa.enrolled', subject, details: { factor: id } });
    return recoveryCodes;
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { FactorNotFound } from '../domain/mfa-errors.js';
import { type FactorId, Factors } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';

/** Removes a second factor of its owner, and the recovery codes with the last one. @throws FactorNotFound */
export class RemoveFactor extends Command<void> {
  constructor(
    readonly id: FactorId,
    readonly subject: SubjectId,
  ) {
    super();
  }
}

@CommandHandler(RemoveFactor)
export class RemoveFactorHandler implements ICommandHandler<RemoveFactor> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly factors: Factors,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id, subject }: RemoveFactor): Promise<void> {
    return this.work.run(async () => {
      if (!(await this.factors.remove(id, subject))) throw new FactorNotFound();
      await this.securityLog.note({ event: 'mfa.removed', subject, details: { factor: id } });
    });
  }
}

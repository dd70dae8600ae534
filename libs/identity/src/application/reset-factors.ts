import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { Grantor } from '../domain/rights.js';
import { Factors } from '../domain/second-factor.js';
import { Sessions } from '../domain/sessions.js';
import { assertMayDecideAbout, type StaffId, StaffMembers } from '../domain/staff.js';

/** Takes all second factors of a member of staff away who lost them, and ends the sessions. @throws StaffNotFound, OwnRights, ScopeNotHeld */
export class ResetFactors extends Command<void> {
  constructor(
    readonly id: StaffId,
    readonly grantor: Grantor,
  ) {
    super();
  }
}

@CommandHandler(ResetFactors)
export class ResetFactorsHandler implements ICommandHandler<ResetFactors> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly staff: StaffMembers,
    private readonly factors: Factors,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id, grantor }: ResetFactors): Promise<void> {
    return this.work.run(async () => {
      assertMayDecideAbout(await this.staff.get(id), grantor);
      await this.factors.removeAll(id);
      await this.sessions.endAll(id, 'revoked');
      await this.securityLog.note({ event: 'mfa.reset', subject: id });
    });
  }
}

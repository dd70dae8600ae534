import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { assertMayDecideAbout, assertInvited, type StaffId, StaffMembers } from '../domain/staff.js';
import type { Grantor } from '../domain/rights.js';
import { Inviter } from './inviter.js';

/** Sends an invitation again; the one before does not count any more. @throws StaffNotFound, ScopeNotHeld, NotInvited */
export class InviteAgain extends Command<void> {
  constructor(
    readonly id: StaffId,
    readonly grantor: Grantor,
  ) {
    super();
  }
}

@CommandHandler(InviteAgain)
export class InviteAgainHandler implements ICommandHandler<InviteAgain> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly staff: StaffMembers,
    private readonly inviter: Inviter,
  ) {}

  execute({ id, grantor }: InviteAgain): Promise<void> {
    return this.work.run(async () => {
      const staff = await this.staff.get(id);
      assertMayDecideAbout(staff, grantor);
      assertInvited(staff);
      await this.inviter.invite(id);
    });
  }
}

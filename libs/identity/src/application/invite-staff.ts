import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import { normalizedEmail } from '../domain/email-address.js';
import type { Grantor } from '../domain/rights.js';
import { type RoleId, Roles } from '../domain/roles.js';
import { inviteStaff, type StaffId, StaffMembers } from '../domain/staff.js';
import { Inviter } from './inviter.js';

/** Invites somebody to the staff, by mail. @throws RoleNotFound, ScopeNotHeld, StaffEmailTaken */
export class InviteStaff extends Command<StaffId> {
  constructor(
    readonly email: string,
    readonly name: string,
    readonly role: RoleId,
    readonly grantor: Grantor,
  ) {
    super();
  }
}

@CommandHandler(InviteStaff)
export class InviteStaffHandler implements ICommandHandler<InviteStaff> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly roles: Roles,
    private readonly staff: StaffMembers,
    private readonly inviter: Inviter,
    private readonly clock: Clock,
  ) {}

  execute({ email, name, role, grantor }: InviteStaff): Promise<StaffId> {
    return this.work.run(async () => {
      const facts = { id: newId('stf'), email: normalizedEmail(email), name, role: await this.roles.get(role) };
      const invited = inviteStaff(facts, grantor, this.clock.now());
      await this.staff.add(invited);
      await this.inviter.invite(invited.id);
      return invited.id;
    });
  }
}

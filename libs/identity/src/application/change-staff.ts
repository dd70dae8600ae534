import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { Grantor } from '../domain/rights.js';
import { type RoleId, Roles } from '../domain/roles.js';
import { Sessions } from '../domain/sessions.js';
import { changeStaff, type StaffId, StaffMembers } from '../domain/staff.js';

/** Changes name, role, or whether the account is enabled; it shows from the next request on. @throws StaffNotFound, RoleNotFound, ScopeNotHeld, OwnRights, LastOwner */
export class ChangeStaff extends Command<void> {
  constructor(
    readonly id: StaffId,
    readonly wish: { readonly name?: string | undefined; readonly role?: RoleId | undefined; readonly disabled?: boolean | undefined },
    readonly grantor: Grantor,
    readonly assertVersion: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(ChangeStaff)
export class ChangeStaffHandler implements ICommandHandler<ChangeStaff> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly staff: StaffMembers,
    private readonly roles: Roles,
    private readonly sessions: Sessions,
  ) {}

  execute({ id, wish, grantor, assertVersion }: ChangeStaff): Promise<void> {
    return this.work.run(async () => {
      const staff = await this.staff.get(id);
      assertVersion(staff.version);
      const role = wish.role === undefined ? undefined : await this.roles.get(wish.role);
      const changed = changeStaff(staff, { ...wish, role }, grantor);
      await this.staff.save(changed);
      // Otherwise they would go on when the account is enabled again.
      if (changed.status === 'disabled') await this.sessions.endAll(id, 'account-closed');
    });
  }
}

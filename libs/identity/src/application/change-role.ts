import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import type { Grantor } from '../domain/rights.js';
import { changeRole, type RoleId, Roles, type RoleWish } from '../domain/roles.js';

/** Changes a role of the shop's own, for everybody who has it from their next request on. @throws RoleNotFound, BuiltInRoleStays, ScopeNotHeld, RoleNameTaken */
export class ChangeRole extends Command<void> {
  constructor(
    readonly id: RoleId,
    readonly wish: RoleWish,
    readonly grantor: Grantor,
    readonly assertVersion: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(ChangeRole)
export class ChangeRoleHandler implements ICommandHandler<ChangeRole> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly roles: Roles,
  ) {}

  execute({ id, wish, grantor, assertVersion }: ChangeRole): Promise<void> {
    return this.work.run(async () => {
      const role = await this.roles.get(id);
      assertVersion(role.version);
      await this.roles.save(changeRole(role, wish, grantor));
    });
  }
}

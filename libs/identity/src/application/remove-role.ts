import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { assertHeld, type Grantor } from '../domain/rights.js';
import { assertOwn, type RoleId, Roles } from '../domain/roles.js';

/** Deletes a role that nobody has. @throws RoleNotFound, BuiltInRoleStays, ScopeNotHeld, RoleInUse */
export class RemoveRole extends Command<void> {
  constructor(
    readonly id: RoleId,
    readonly grantor: Grantor,
    readonly assertVersion: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(RemoveRole)
export class RemoveRoleHandler implements ICommandHandler<RemoveRole> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly roles: Roles,
  ) {}

  execute({ id, grantor, assertVersion }: RemoveRole): Promise<void> {
    return this.work.run(async () => {
      const role = await this.roles.get(id);
      assertVersion(role.version);
      assertOwn(role);
      assertHeld(role.permissions, grantor.scopes);
      await this.roles.remove(id);
    });
  }
}

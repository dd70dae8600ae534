import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, newId, UnitOfWork } from '@holdfast/kernel';
import type { Grantor } from '../domain/rights.js';
import { defineRole, type RoleId, Roles } from '../domain/roles.js';

/** Defines a role of the shop's own. @throws ScopeNotHeld, RoleNameTaken */
export class DefineRole extends Command<RoleId> {
  constructor(
    readonly name: string,
    readonly permissions: readonly string[],
    readonly grantor: Grantor,
  ) {
    super();
  }
}

@CommandHandler(DefineRole)
export class DefineRoleHandler implements ICommandHandler<DefineRole> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly roles: Roles,
    private readonly clock: Clock,
  ) {}

  execute({ name, permissions, grantor }: DefineRole): Promise<RoleId> {
    const role = defineRole(newId('rol'), name, permissions, grantor, this.clock.now());
    return this.work.run(async () => {
      await this.roles.add(role);
      return role.id;
    });
  }
}

import type { Provider } from '@nestjs/common';
import { UnitOfWork } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { RolesController } from './adapters/http/roles.controller.js';
import { StaffMeController } from './adapters/http/staff-me.controller.js';
import { StaffController } from './adapters/http/staff.controller.js';
import { PostgresRoles } from './adapters/persistence/postgres-roles.js';
import { PostgresStaff } from './adapters/persistence/postgres-staff.js';
import { GetRoleHandler, ListRolesHandler } from './adapters/persistence/read-roles.handlers.js';
import { GetStaffHandler, ListStaffHandler } from './adapters/persistence/read-staff.handlers.js';
import { AcceptInvitationHandler } from './application/accept-invitation.js';
import { ChangeRoleHandler } from './application/change-role.js';
import { ChangeStaffPasswordHandler } from './application/change-staff-password.js';
import { ChangeStaffHandler } from './application/change-staff.js';
import { DefineRoleHandler } from './application/define-role.js';
import { InviteAgainHandler } from './application/invite-again.js';
import { InviteStaffHandler } from './application/invite-staff.js';
import { Inviter } from './application/inviter.js';
import { LinkTokens } from './application/link-tokens.js';
import { RemoveRoleHandler } from './application/remove-role.js';
import { Roles } from './domain/roles.js';
import { StaffMembers } from './domain/staff.js';

/** Staff and its roles. */
export const STAFF_PROVIDERS: Provider[] = [
  { provide: Roles, useClass: PostgresRoles },
  { provide: StaffMembers, useClass: PostgresStaff },
  made(Inviter, UnitOfWork, StaffMembers, LinkTokens),
  DefineRoleHandler, ChangeRoleHandler, RemoveRoleHandler, GetRoleHandler, ListRolesHandler,
  InviteStaffHandler, InviteAgainHandler, AcceptInvitationHandler, ChangeStaffHandler, ChangeStaffPasswordHandler, GetStaffHandler, ListStaffHandler,
];

export const STAFF_CONTROLLERS = [RolesController, StaffController, StaffMeController];

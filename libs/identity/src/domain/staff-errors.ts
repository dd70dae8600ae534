import { problem } from '@holdfast/kernel';

export class RoleNotFound extends problem({ code: 'role-not-found', kind: 'not-found', title: 'There is no such role' }) {
  constructor() {
    super('There is no role with this id.');
  }
}

export class RoleNameTaken extends problem({ code: 'role-name-taken', kind: 'conflict', title: 'Another role has this name' }) {
  constructor() {
    super('Another role has this name. Choose a different one.');
  }
}

export class BuiltInRoleStays extends problem({
  code: 'role-built-in',
  kind: 'conflict',
  title: 'A built-in role stays as it is',
  about: 'What built-in roles may do follows the version of the service. Define a role of your own where they do not fit.',
}) {
  constructor() {
    super('Built-in roles cannot be changed or deleted. Define a role of your own.');
  }
}

export class RoleInUse extends problem({ code: 'role-in-use', kind: 'conflict', title: 'Somebody has this role' }) {
  constructor() {
    super('Members of staff have this role, disabled ones included. Give them another one first.');
  }
}

export class StaffNotFound extends problem({ code: 'staff-not-found', kind: 'not-found', title: 'There is no such member of staff' }) {
  constructor() {
    super('There is no member of staff with this id.');
  }
}

export class StaffEmailTaken extends problem({ code: 'staff-email-taken', kind: 'conflict', title: 'Somebody of the staff has this address' }) {
  constructor() {
    super('A member of staff has this address already, perhaps a disabled one.');
  }
}

export class LastOwner extends problem({
  code: 'last-owner',
  kind: 'conflict',
  title: 'The last active owner stays',
  about: 'Otherwise nobody could give rights any more. Make somebody else an owner first.',
}) {
  constructor() {
    super('This is the last active owner. Make somebody else an owner first.');
  }
}

export class OwnRights extends problem({
  code: 'own-rights',
  kind: 'forbidden',
  title: 'Nobody decides about their own rights',
  about: 'Your role and whether your account is enabled are decided by somebody else of the staff, or with an API key.',
}) {
  constructor() {
    super('Somebody else has to decide about your role and your account.');
  }
}

export class NotInvited extends problem({ code: 'staff-not-invited', kind: 'conflict', title: 'No invitation waits for an answer' }) {
  constructor() {
    super('The invitation was accepted already, or the account is disabled.');
  }
}

import type { Id } from '@holdfast/kernel';
import { assertHeld, type Grantor } from './rights.js';
import type { Role } from './roles.js';
import { NotInvited, OwnRights } from './staff-errors.js';

export type StaffId = Id<'stf'>;
export type InvitationId = Id<'inv'>;

/** How long an invitation can be accepted, in hours. Longer than links for customers: people are on leave. */
export const INVITATION_HOURS = 72;

/** Somebody who works for the shop. The same address may belong to a customer as well: they are two accounts. */
export interface Staff {
  readonly id: StaffId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** `invited` until a password was set. */
  readonly status: 'invited' | 'active' | 'disabled';
  readonly hasPassword: boolean;
  readonly version: number;
  readonly createdAt: Date;
}

/** What can be changed about somebody. */
export interface StaffWish {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** @throws ScopeNotHeld when the role may do more than whoever invites */
export function inviteStaff(facts: { id: StaffId; email: string; name: string; role: Role }, grantor: Grantor, now: Date): Staff {
  assertHeld(facts.role.permissions, grantor.scopes);
  return { ...facts, status: 'invited', hasPassword: false, version: 1, createdAt: now };
}

/** @throws OwnRights, ScopeNotHeld when the role before or the one after may do more than whoever changes it */
export function changeStaff(staff: Staff, { name = staff.name, role = staff.role, disabled }: StaffWish, grantor: Grantor): Staff {
  const status = disabled === undefined ? staff.status : statusOf(staff, disabled);
  if (status !== staff.status || role.id !== staff.role.id) assertMayDecideAbout(staff, grantor, role);
  return { ...staff, name, role, status, version: staff.version + 1 };
}

/** Whether somebody may decide about the rights of another: not about their own, and not where more is at stake than they have. */
export function assertMayDecideAbout({ id, role }: Staff, grantor: Grantor, next: Role = role): void {
  if (grantor.id === id) throw new OwnRights();
  assertHeld([...new Set([...role.permissions, ...next.permissions])], grantor.scopes);
}

/** @throws NotInvited */
export function assertInvited({ status }: Staff): void {
  if (status !== 'invited') throw new NotInvited();
}

function statusOf({ hasPassword }: Staff, disabled: boolean): Staff['status'] {
  if (disabled) return 'disabled';
  return hasPassword ? 'active' : 'invited';
}

/** Whom an invitation is for. */
export interface Invited {
  readonly email: string;
  readonly name: string;
}

/** Members of staff and their invitations. Writing needs an active unit of work. */
export abstract class StaffMembers {
  /** The member, locked until the end of the unit of work. @throws StaffNotFound */
  abstract get(id: StaffId): Promise<Staff>;

  /** @throws StaffEmailTaken */
  abstract add(staff: Staff): Promise<void>;

  /** @throws LastOwner */
  abstract save(staff: Staff): Promise<void>;

  /** Invites; an invitation from before does not count any more. */
  abstract invite(id: InvitationId, staff: StaffId, tokenHash: Buffer): Promise<void>;

  /** Whom this token invites, or undefined when it does not count (any more). */
  abstract invited(id: InvitationId, tokenHash: Buffer): Promise<Invited | undefined>;

  /** Accepts the invitation, once, and makes the account active; undefined when the token does not count (any more). */
  abstract accept(id: InvitationId, tokenHash: Buffer, passwordHash: string): Promise<StaffId | undefined>;
}

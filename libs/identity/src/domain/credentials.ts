import type { SubjectId } from './session.js';
import type { StaffId } from './staff.js';

/** As what somebody logs in. One address may be both, with two passwords. */
export type LoginKind = 'customer' | 'staff';

/** What a login is judged by. */
export interface Login {
  readonly subject: SubjectId;
  readonly passwordHash: string | null;
  /** Whether a second factor is asked for. */
  readonly hasFactor: boolean;
}

/** Passwords of customers and staff. Accounts that are closed, disabled or not yet confirmed have none. */
export abstract class Credentials {
  /** The account of this kind with this address; one read of the same cost whatever it finds. */
  abstract find(kind: LoginKind, email: string): Promise<Login | undefined>;

  /** The hash of somebody who is logged in, or undefined where the account does not count or has no password. */
  abstract passwordHashOf(subject: SubjectId): Promise<string | undefined>;

  /** The e-mail address of somebody who is logged in. @throws NotFound */
  abstract addressOf(subject: SubjectId): Promise<string>;

  /** Whether the account still counts and has the very password that was found; stays so until the end of the unit of work. */
  abstract isUnchanged(login: Login): Promise<boolean>;

  /** Keeps the same password under today's costs. Needs an active unit of work. */
  abstract renew(subject: SubjectId, passwordHash: string): Promise<void>;

  /** Gives a member of staff another password; false when the one before is not that any more. Needs an active unit of work. */
  abstract replaceOfStaff(staff: StaffId, before: string, passwordHash: string): Promise<boolean>;
}

import type { SubjectId } from './session.js';

/** Where the password of somebody who is logged in is kept: the kind of the subject decides. */
export abstract class Credentials {
  /** The hash, or undefined where the account does not count or has no password. */
  abstract passwordHashOf(subject: SubjectId): Promise<string | undefined>;
}

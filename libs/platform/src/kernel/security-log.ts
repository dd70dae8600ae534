/** Something that whoever watches over the shop wants to know, whether or not it changed anything. */
export interface SecurityEvent {
  /** What happened, as a thing and a verb: `login.failed`, `session.opened`, `mfa.enrolled`. */
  readonly event: `${string}.${string}`;
  /** Id of whom or what it is about (`cus_…`, `stf_…`, `ses_…`), if that is known. */
  readonly subject?: string;
  /** Id of who did it, if known; without it, the caller of the request. */
  readonly actor?: string;
  /** A few flat facts. Nothing personal and no secrets: entries of the log are kept for ever. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The part of the audit log for what is no change of a record. */
export abstract class SecurityLog {
  /**
   * Notes an event for ever. Inside a unit of work it is committed with it, and is rolled back with it: what has to stay although
   * the request is refused is noted before the unit of work, or after it. Outside of one, it is there when the promise resolves.
   */
  abstract note(event: SecurityEvent): Promise<void>;
}

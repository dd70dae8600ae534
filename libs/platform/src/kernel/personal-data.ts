/** Somebody whom an export or an erasure is about. */
export interface DataSubject {
  /** `cus_…` of the account. */
  readonly customer: string;
  /** Addresses that were verified for it, normalized. What guests did under them is theirs as well. */
  readonly emails: readonly string[];
  /** What was written under the addresses after this moment is not meant: an erased address may have a new account. */
  readonly until: Date;
}

/** A part of an erasure that has to wait. */
export interface Wait {
  /** TypeID of what still has personal data. */
  readonly subject: string;
  /** A slug, for instance `order-on-its-way`. */
  readonly reason: string;
  /** When it is looked at again, at the latest. */
  readonly until: Date;
}

/** What a module holds about people. Marked with `@HoldsPersonalData()`, which makes it known to exports and erasures. */
export abstract class PersonalData {
  /** All of it, machine-readable, with the names of the columns or of the API. No secrets: their hashes tell nobody anything. */
  abstract export(subject: DataSubject): Promise<Readonly<Record<string, unknown>>>;

  /**
   * Forgets it, in the caller's unit of work, and answers what has to wait. Is called again until nothing waits, and once more for what
   * was under way meanwhile: a repeat does nothing where nothing is left.
   */
  abstract erase(subject: DataSubject): Promise<readonly Wait[]>;
}

/** Everything that the shop knows about people, whichever module holds it. */
export abstract class PersonalDataHolders {
  /** Each holder's part under its name. */
  abstract export(subject: DataSubject): Promise<Readonly<Record<string, unknown>>>;

  /** One holder after another, always in the same order, in the caller's unit of work. Answers what has to wait. */
  abstract erase(subject: DataSubject): Promise<readonly Wait[]>;
}

import type { Id } from '@holdfast/kernel';

/** What a mail about an account needs to know. Read when the mail is written: what is true then stands in it. */
export interface AccountLetter {
  readonly email: string;
  /** Empty where nobody told a name, or the reader may be somebody else. */
  readonly name: string;
  /** What confirms that the mail was read; undefined where there is nothing to confirm. */
  readonly token?: string;
  /** Until when the token counts; for what has happened, when it did. */
  readonly at: Date;
}

/** What to write to people about their accounts. Each answers undefined when nobody is there to be written to, or it is too late. */
export abstract class AccountLetters {
  /** To whoever asked for an account. Without a token when the address has one already. */
  abstract registration(id: Id<'reg'>): Promise<AccountLetter | undefined>;

  /** To the owner of an account who asked for a new password. */
  abstract passwordReset(id: Id<'pwr'>): Promise<AccountLetter | undefined>;

  /** To the owner of an account whose password was replaced. */
  abstract passwordChanged(id: Id<'pwc'>): Promise<AccountLetter | undefined>;

  /** To the new address of an account. Without a token when the address has an account already. */
  abstract emailChange(id: Id<'emc'>): Promise<AccountLetter | undefined>;

  /** To the address that an account has while another was asked for. */
  abstract emailChangeNotice(id: Id<'emc'>): Promise<AccountLetter | undefined>;

  /** To whoever is invited to the staff. */
  abstract staffInvitation(id: Id<'inv'>): Promise<AccountLetter | undefined>;

  /** To the address that an account had. */
  abstract emailChanged(id: Id<'emc'>): Promise<AccountLetter | undefined>;

  /** To the owner of a document that can be fetched. */
  abstract dataExport(id: Id<'exp'>): Promise<AccountLetter | undefined>;
}

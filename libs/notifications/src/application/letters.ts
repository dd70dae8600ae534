import type { Email } from '../domain/email.js';

/** What a mail says, and to whom. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Writes the letters. */
export abstract class Letters {
  /** Undefined when nobody is there to be written to, or it is too late for that. @throws Error when it may be tried again. */
  abstract write(email: Email): Promise<Letter | undefined>;
}

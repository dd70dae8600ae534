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
  /** @throws Error when there is nothing to write about. */
  abstract write(email: Email): Promise<Letter>;
}

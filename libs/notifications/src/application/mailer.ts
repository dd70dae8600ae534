import type { Letter } from './letters.js';

export interface Mail extends Letter {
  /** Sender, `Name <address>`. */
  readonly from: string;
  /** With angle brackets; the same for every try of one mail. */
  readonly messageId: string;
  /** What it goes back to, for traces (W3C `traceparent`). */
  readonly trace: string | null;
}

/** Hands mails to the outside world. Never called inside a unit of work: it may take seconds. */
export abstract class Mailer {
  /** Returns when the mail was accepted for delivery. @throws Error when it was not, or nobody knows. */
  abstract send(mail: Mail): Promise<void>;
}

/** Whom the mails come from. */
export class Sender {
  constructor(readonly address: string) {}
}

import type { StoredAnswer } from '../kernel/index.js';
import { Sealed } from '../sealed.js';

/** Stored answers are sealed: a first answer may carry a secret that is shown once, and the database holds no secret that can be read. */
export class SealedAnswers {
  readonly #sealed: Sealed;

  constructor(secret: string) {
    this.#sealed = new Sealed(secret, 'idempotency-answers');
  }

  seal({ status, headers, body }: StoredAnswer): Buffer {
    return this.#sealed.seal(Buffer.from(JSON.stringify([status, headers, body])));
  }

  /** @throws Error when the answer was sealed under another secret. */
  open(sealed: Buffer): StoredAnswer {
    const [status, headers, body] = JSON.parse(this.#sealed.open(sealed).toString('utf8')) as [number, Record<string, string>, string];
    return { status, headers, body };
  }
}

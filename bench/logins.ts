import { Pool } from 'undici';
import type { LoginStorm } from './messages.js';

const EVERY_MS = 10;
/** Requests that wait longer than the window are of no interest. */
const TIMEOUT_MS = 30_000;

/** Logins at a fixed rate, whatever becomes of those before: each from an address of its own, as a distributed storm would come. */
export class Logins {
  readonly #pool: Pool;
  readonly #answers: Record<string, number> = {};
  readonly #waiting = new Set<Promise<void>>();
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #sent = 0;

  constructor(
    origin: string,
    private readonly storm: LoginStorm,
  ) {
    this.#pool = new Pool(origin, { connections: 64, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    this.#timer = setInterval(() => this.#sendDue(), EVERY_MS);
  }

  /** Sends no more, and answers what became of those sent, by status. */
  async end(): Promise<Record<string, number>> {
    clearInterval(this.#timer);
    await Promise.all(this.#waiting);
    await this.#pool.close();
    return this.#answers;
  }

  #sendDue(): void {
    const due = ((performance.now() - this.#began) / 1000) * this.storm.perSecond;
    while (this.#sent < due) {
      const one = this.#send(this.#sent++).finally(() => this.#waiting.delete(one));
      this.#waiting.add(one);
    }
  }

  async #send(number: number): Promise<void> {
    const { emails, password } = this.storm;
    const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    const answer = await this.#pool
      .request({
        method: 'POST',
        path: '/v1/sessions',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ email: emails[number % emails.length], password }),
      })
      .then(async ({ statusCode, body }) => body.dump().then(() => String(statusCode)))
      .catch((error: Error & { code?: string }) => error.code ?? error.name);
    this.#answers[answer] = (this.#answers[answer] ?? 0) + 1;
  }
}

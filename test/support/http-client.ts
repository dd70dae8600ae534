import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Its Idempotency-Key. */
  readonly key?: string;
}

export interface Reply {
  readonly status: number;
  /** The body, parsed where it is JSON. */
  readonly body: any;
}

export interface FinalReply extends Reply {
  /** When the request was sent that was answered so, in monotonic milliseconds. */
  readonly sentAt: number;
  /** How often it was sent. */
  readonly tries: number;
}

const TIMEOUT_MS = 20_000;
const ASK_AGAIN_MS = 25;

/**
 * A client of one or several instances of the API as clients should be: few connections that are kept, an Idempotency-Key for what
 * moves stock or money, and patience. Light, because it shares its machine with the shop it loads.
 */
export class HttpClient {
  readonly #agent: Agent;
  #turn = 0;
  /** How often no answer came, also because nobody listened. */
  lost = 0;

  /** `connections` for each of the addresses. */
  constructor(
    private readonly urls: readonly string[],
    connections = 32,
  ) {
    this.#agent = new Agent({ connections, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  /** Asks once, the instances in turn; undefined when there was no answer. */
  async ask({ method, path, headers = {}, body, key }: Call): Promise<Reply | undefined> {
    try {
      const answer = await request(`${this.urls[this.#turn++ % this.urls.length]!}${path}`, {
        method,
        dispatcher: this.#agent,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      this.lost++;
      return undefined;
    }
  }

  /**
   * Asks, with the same key, until the answer is final: neither lost, nor 202, nor one that says that it is for later.
   * @throws Error when there is none in time
   */
  async untilFinal(call: Call, withinMs = 90_000): Promise<FinalReply> {
    const end = performance.now() + withinMs;
    for (let tries = 1; ; tries++) {
      const sentAt = performance.now();
      const reply = await this.ask(call);
      if (reply && isFinal(reply)) return { ...reply, sentAt, tries };
      if (performance.now() > end) throw new Error(`${call.method} ${call.path} had no final answer within ${withinMs / 1_000} s; the last was ${JSON.stringify(reply)}`);
      await pause(ASK_AGAIN_MS * Math.min(tries, 8));
    }
  }

  /** Asks until the answer is final. @throws Error when it is not a good one */
  async good(call: Call): Promise<any> {
    const { status, body } = await this.untilFinal(call);
    if (status >= 300) throw new Error(`${call.method} ${call.path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

/** A 503 is for later, but for the one that is the outcome of a key: that payment was surely not sent, and the checkout waits for another one. */
const isFinal = ({ status, body }: Reply): boolean =>
  status !== 202 && (status !== 503 || body?.code === 'payment-gateway-unavailable') && body?.code !== 'request-in-progress';

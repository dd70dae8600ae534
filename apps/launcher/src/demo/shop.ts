import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A whole body as it goes over the wire, with its own Content-Type among the headers. */
  readonly raw?: Buffer;
}

const TIMEOUT_MS = 60_000;

/** The shop as a client over HTTP sees it; at most `connections` requests are on their way at once. */
export class Shop {
  readonly #agent: Agent;

  constructor(
    readonly url: string,
    private readonly adminKey: string,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Asks anything, as nobody in particular. A POST has a fresh idempotency key. */
  ask<T>(path: string, { method = 'GET', headers = {}, body, raw }: Call = {}): Promise<Answer<T>> {
    const payload = raw ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
    const all = {
      ...(payload && { 'Content-Type': 'application/json', 'Content-Length': payload.length }),
      ...(method === 'POST' && { 'Idempotency-Key': randomUUID() }),
      ...headers,
    };
    return new Promise((answered, failed) => {
      const options = { method, headers: all, agent: this.#agent, timeout: TIMEOUT_MS };
      const sent = request(this.url + path, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', failed);
        response.on('end', () => {
          answered({ status: response.statusCode ?? 0, body: (text && JSON.parse(text)) as T });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${path} was not answered in time.`)));
      sent.on('error', failed);
      sent.end(payload);
    });
  }

  /** Asks as the administrator. @throws Error for any answer but a good one. */
  async admin<T>(path: string, call: Call = {}): Promise<T> {
    const headers = { ...call.headers, Authorization: `Bearer ${this.adminKey}` };
    return this.good(path, { ...call, headers });
  }

  /** Asks as nobody in particular. @throws Error for any answer but a good one. */
  async good<T>(path: string, call: Call = {}): Promise<T> {
    const { status, body } = await this.ask<T>(path, call);
    if (status < 300) return body;
    throw new Error(`${path} answered ${status}: ${JSON.stringify(body).slice(0, 400)}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}

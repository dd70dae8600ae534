import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the honest server answered. */
export interface Honest {
  readonly status: number;
  readonly body: string;
}

export type Lie = (response: ServerResponse, honest: Honest) => void;

const passOn: Lie = (response, { status, body }) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

/** Stands before an honest gateway and twists what it answers to some calls: the work is done, and the answer is a lie. */
export class LyingProxy {
  /** Of the calls that are lied about. */
  lie: Lie = passOn;
  /** The last honest answer to one of them. */
  honest: Honest | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));

  private constructor(
    private readonly target: string,
    private readonly about: (method: string, path: string) => boolean,
  ) {}

  static async before(target: string, about: (method: string, path: string) => boolean): Promise<LyingProxy> {
    const proxy = new LyingProxy(target, about);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = request;
    const { host: _host, connection: _connection, 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = request.headers;
    const answer = await fetch(`${this.target}${url}`, { method, headers: headers as Record<string, string>, ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }) });
    const honest = { status: answer.status, body: await answer.text() };
    if (!this.about(method, url)) return passOn(response, honest);
    this.honest = honest;
    this.lie(response, honest);
  }
}

/** The honest answer with another value at a path. Undefined where it already says so. */
export function twisted(body: string, path: readonly (string | number)[], value: unknown): string | undefined {
  const whole = JSON.parse(body) as Record<string | number, unknown>;
  const last = path.at(-1)!;
  const place = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, name) => at[name] as Record<string | number, unknown>, whole);
  if (JSON.stringify(place[last]) === JSON.stringify(value)) return undefined;
  place[last] = value;
  return JSON.stringify(whole);
}

const page = '<html><body>502 Bad Gateway</body></html>';
const html = (status: number): Lie => (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end(page);
const text = (of: (honest: string) => string): Lie => (response, { body }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(of(body));

/** Answers that say nothing at all about what was asked. */
export const NONSENSE: readonly (readonly [what: string, lie: Lie])[] = [
  ['a page of HTML', html(200)],
  ['a page of HTML with 502', html(502)],
  ['a page of HTML with 404', html(404)],
  ['nothing at all', (response) => void response.end()],
  ['204', (response) => void response.writeHead(204).end()],
  ['a redirect', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['null', text(() => 'null')],
  ['a list', text(() => '[]')],
  ['a word', text(() => '"OK"')],
  ['an empty object', text(() => '{}')],
  ['a list around the truth', text((body) => `[${body}]`)],
  ['the truth with 500', (response, { body }) => void response.writeHead(500, { 'content-type': 'application/json' }).end(body)],
  ['an error with 200', text(() => '{"error":{"type":"api_error","message":"no"},"name":"INTERNAL_SERVER_ERROR","details":[]}')],
  ['half of the truth', text((body) => body.slice(0, body.length / 2))],
  ['ten megabytes', text(() => `"${'x'.repeat(10_000_000)}"`)],
  ['a body that breaks off', (response, { body }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500000' });
    response.write(body.slice(0, 40), () => response.socket?.destroy());
  }],
  ['a body that never ends', (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  }],
];

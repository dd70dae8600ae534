import { Pool } from 'undici';
import type { Answer } from '../../support/answer.js';
import type { Caller } from './callers.js';
import type { Operation } from './document.js';
import type { Mode } from './plans.js';

/** A request as it goes out. */
export interface Sent {
  /** Number of the sequence that it belongs to. */
  readonly sequence: number;
  readonly operation: Operation;
  readonly mode: Mode;
  readonly what: string;
  readonly caller: Caller;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Exchange {
  readonly sent: Sent;
  readonly answer: Answer;
}

/** Keeps a number of connections to a server. */
export class Wire {
  readonly #pool: Pool;
  requests = 0;

  constructor(
    readonly url: string,
    connections: number,
  ) {
    this.#pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  /** @throws Error when no answer comes */
  async send({ method, path, headers, body }: Pick<Sent, 'method' | 'path' | 'headers' | 'body'>): Promise<Answer> {
    this.requests++;
    const response = await this.#pool.request({ method: method as 'GET', path, headers, body: body ?? null });
    const text = await response.body.text();
    const all = new Headers();
    for (const [name, value] of Object.entries(response.headers)) for (const one of [value ?? []].flat()) all.append(name, one);
    const isJson = all.get('content-type')?.includes('json') ?? false;
    return { status: response.statusCode, headers: all, text, body: isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

/** The request as a line for a shell. */
export function curlOf({ method, path, headers, body }: Pick<Sent, 'method' | 'path' | 'headers' | 'body'>, url: string): string {
  const quoted = (text: string): string => (/[^\x20-\x7e]|'/.test(text) ? `$'${[...text].map(escaped).join('')}'` : `'${text}'`);
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === undefined ? [] : [`--data-binary ${quoted(body.length > 4_000 ? `${body.slice(0, 4_000)}…(${body.length} characters)` : body)}`];
  return ['curl', '-i', '--path-as-is', '-X', method, quoted(`${url}${path}`), ...lines, ...data].join(' ');
}

function escaped(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (/[\x20-\x7e]/.test(character)) return character;
  return [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

import ky, { isHTTPError, type KyResponse } from 'ky';
import { KEYED } from './generated/operations.js';
import type { Answer, Arguments, Data, Item, ListPath, Method, Page, Path, Request } from './operations.js';
import { Problem, Unanswered } from './problem.js';
import { retriesOf } from './retries.js';
import { addressOf, given, payloadOf, wholeAnswers } from './wire.js';

const KEY = 'Idempotency-Key';

/** What a client needs to know. */
export interface ClientOptions {
  /** Where the API is, such as `https://api.shop.example`. */
  readonly url: string;
  /** A secret API key (`sk_…`) or an access token; a function is asked for every request, so that it may renew what ran out. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** How often a request is sent again at the most when it may be; 4 where it is not given. */
  readonly retries?: number;
  /** Seconds that a try may take; 30 where it is not given. Checkouts wait for payment gateways. */
  readonly timeout?: number;
  /** Seconds that `Retry-After` is waited for at the most; 30 where it is not given. Beyond that the problem is thrown. */
  readonly longestPause?: number;
  /** Another `fetch`, of a framework or a test. */
  readonly fetch?: typeof fetch;
}

interface AnyRequest {
  readonly body?: unknown;
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | null | undefined>>;
  readonly signal?: AbortSignal;
}

/**
 * Holdfast, with its operations by method and address. A success is answered; a refusal is thrown as {@link Problem}, silence
 * as {@link Unanswered}. Every write that takes an `Idempotency-Key` is given one, the same on each try.
 */
export class Holdfast {
  constructor(private readonly options: ClientOptions) {}

  get<P extends Path<'get'>>(path: P, ...[request]: Arguments<Request<'get', P>>): Promise<Answer<Data<'get', P>>> {
    return this.#send('get', path, request);
  }

  post<P extends Path<'post'>>(path: P, ...[request]: Arguments<Request<'post', P>>): Promise<Answer<Data<'post', P>>> {
    return this.#send('post', path, request);
  }

  put<P extends Path<'put'>>(path: P, ...[request]: Arguments<Request<'put', P>>): Promise<Answer<Data<'put', P>>> {
    return this.#send('put', path, request);
  }

  patch<P extends Path<'patch'>>(path: P, ...[request]: Arguments<Request<'patch', P>>): Promise<Answer<Data<'patch', P>>> {
    return this.#send('patch', path, request);
  }

  delete<P extends Path<'delete'>>(path: P, ...[request]: Arguments<Request<'delete', P>>): Promise<Answer<Data<'delete', P>>> {
    return this.#send('delete', path, request);
  }

  /** Every item of a list, page after page as they are asked for: `for await (const order of holdfast.each('/v1/orders'))`. */
  async *each<P extends ListPath>(path: P, ...[request]: Arguments<Request<'get', P>>): AsyncGenerator<Item<P>, void, undefined> {
    const asked = request as AnyRequest | undefined;
    let cursor: string | null | undefined;
    do {
      const query = { ...asked?.query, ...(cursor ? { cursor } : {}) };
      const { data }: Answer<Page<Item<P>>> = await this.#send('get', path, { ...asked, query });
      yield* data.data;
      cursor = data.page.next_cursor;
    } while (cursor);
  }

  async #send<T>(method: Method, path: string, request: unknown = {}): Promise<Answer<T>> {
    const { body, path: names, query, headers, signal } = request as AnyRequest;
    const { url, retries = 4, timeout = 30, longestPause = 30, fetch = globalThis.fetch } = this.options;
    const key = headers?.[KEY] ?? (KEYED.has(`${method} ${path}`) ? crypto.randomUUID() : undefined);
    try {
      const response = await ky(`${url.replace(/\/$/, '')}${addressOf(path, names)}`, {
        ...payloadOf(body),
        method,
        searchParams: given(query),
        headers: { accept: 'application/json', ...(await this.#credential()), ...given(headers), ...(key ? { [KEY]: key } : {}) },
        retry: retriesOf({ retries, longestPause }, method !== 'post' || key !== undefined),
        timeout: timeout * 1_000,
        fetch: wholeAnswers(fetch),
        ...(signal ? { signal } : {}),
      });
      return { data: (await contentOf(response)) as T, status: response.status, headers: response.headers };
    } catch (error) {
      if (isHTTPError(error)) throw new Problem(error.response, error.data);
      if (signal?.aborted) throw error;
      throw new Unanswered(key, error);
    }
  }

  async #credential(): Promise<{ authorization?: string }> {
    const { token } = this.options;
    const value = typeof token === 'function' ? await token() : token;
    return value === undefined ? {} : { authorization: `Bearer ${value}` };
  }
}

async function contentOf(response: KyResponse): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

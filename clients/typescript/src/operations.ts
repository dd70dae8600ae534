import type { Operations } from './generated/operations.js';

export type Method = keyof Operations;
export type Path<M extends Method> = keyof Operations[M] & string;

type Operation<M extends Method, P extends Path<M>> = Extract<Operations[M][P], { request: unknown; answer: unknown }>;
type Asked<M extends Method, P extends Path<M>> = Operation<M, P>['request'];

/** Absent where it may be; a part that an operation does not take is refused by the compiler. */
type Parts<R> = { [K in keyof R as K extends 'body' | 'path' | 'query' ? K : never]: R[K] };
type Headers<R> = R extends { headers: infer H }
  ? { headers: Given<H> & Keyed }
  : R extends { headers?: infer H }
    ? { headers?: Given<H> & Keyed }
    : { headers?: Keyed };

/** What may be left out may be null as well, as the token of a cart is for whoever needs none. */
type Given<H> = { [K in keyof H]: undefined extends H[K] ? H[K] | null : H[K] };

/** A key of one's own, for a request that has to stay the same one when the program that sends it starts again. */
interface Keyed {
  readonly 'Idempotency-Key'?: string;
}

/** What an operation takes: `path`, `query`, `headers` and `body` as the OpenAPI document has them. */
export type Request<M extends Method, P extends Path<M>> = Parts<Asked<M, P>> &
  Headers<Asked<M, P>> & {
    /** Gives the request up, whether it is under way or waiting to be tried again. */
    readonly signal?: AbortSignal;
  };

/** What an operation answers when it succeeds. */
export type Data<M extends Method, P extends Path<M>> = Operation<M, P>['answer'];

/** Left out where nothing has to be said. */
export type Arguments<R> = Record<never, never> extends R ? [request?: R] : [request: R];

/** An answer that is no problem. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: globalThis.Headers;
}

/** A page of a list, as every list has it. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly page: { readonly next_cursor?: string | null };
}

/** The addresses of all lists. */
export type ListPath = { [P in Path<'get'>]: Data<'get', P> extends Page<unknown> ? P : never }[Path<'get'>];

/** What a list is a list of. */
export type Item<P extends ListPath> = Data<'get', P> extends Page<infer T> ? T : never;

import { problem } from './domain-error.js';
import type { Id } from './ids.js';

/** A request that carries an Idempotency-Key. */
export interface KeyedRequest {
  /** Who asks: keys of different principals never meet. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 over method, path and canonical body. */
  readonly fingerprint: Buffer;
  /** Id of the HTTP request, for events and problems. */
  readonly requestId?: string;
  /** What the work will make, so that a later request can resume it. */
  readonly resource?: Id<string>;
}

/** The answer of an earlier request, byte for byte. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request is answered, and whether an earlier one got it first. */
export interface Answered {
  readonly answer: StoredAnswer;
  readonly replayed: boolean;
}

export type Claim =
  /** The key is ours: do the work, then `finish`. */
  | { readonly kind: 'new' }
  /** The work was done before. */
  | { readonly kind: 'done'; readonly answer: StoredAnswer }
  /** The work is under way elsewhere. */
  | { readonly kind: 'running'; readonly resource?: string }
  /** The work was begun, and whoever did it died: its resource (a UUID) tells how far it came. */
  | { readonly kind: 'resume'; readonly resource: string }
  /** The key was used for another request. */
  | { readonly kind: 'reused' };

/**
 * Idempotency keys, in the same transaction as the effect they guard (IETF draft-ietf-httpapi-idempotency-key-header).
 * Everything but `yield` needs an active unit of work.
 */
export abstract class Idempotency {
  /** How long work may take before another request may resume it. */
  static readonly LEASE_SECONDS = 60;

  /** Claims the keys, each at most once; answers in the order asked. Waits for a competing claim to commit. */
  abstract claim(requests: readonly KeyedRequest[]): Promise<Claim[]>;

  /** Gives claims up whose requests were refused, so that a repeat is judged anew. */
  abstract abandon(requests: readonly Pick<KeyedRequest, 'scope' | 'key'>[]): Promise<void>;

  /** Lets the next request with the key resume at once: the work goes on elsewhere. Needs no unit of work. */
  abstract yield(request: Pick<KeyedRequest, 'scope' | 'key'>): Promise<void>;

  /**
   * Deletes the keys of these scopes, and those of nobody in particular that were claimed in transactions which began at these moments
   * (as PostgreSQL writes them): what such a request made has the same time.
   */
  abstract forget(scopes: readonly string[], begunAt: readonly string[]): Promise<void>;

  /** Keeps the answers with the commit. A key that is already done stays as it is. */
  abstract finish(answers: readonly (StoredAnswer & { readonly scope: string; readonly key: string })[]): void;
}

export class IdempotencyKeyReused extends problem({
  code: 'idempotency-key-reused',
  kind: 'refused',
  title: 'This Idempotency-Key was used for another request',
}) {
  constructor() {
    super('The key belongs to a request with another address or body. Use a fresh key for a new request.');
  }
}

export class RequestInProgress extends problem({
  code: 'request-in-progress',
  kind: 'conflict',
  title: 'The same request is still under way',
}) {
  constructor() {
    super('A request with this Idempotency-Key is still being worked on. Ask again shortly with the same key.', { retry_after: 1 });
  }
}

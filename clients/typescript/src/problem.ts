import type { ProblemCode } from './generated/operations.js';
import type { Problem as ProblemBody } from './generated/types.js';

export type { ProblemCode };

/** An answer that came from somebody before Holdfast, such as a balancer: it is no problem in the sense of RFC 9457. */
const FOREIGN = 'foreign-answer';

/** Thrown when Holdfast refuses: a problem as RFC 9457 has it. What to do depends on {@link code}, which is stable. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable, and of this version of the API; later versions may have more. */
  readonly code: ProblemCode | typeof FOREIGN | (string & {});
  /** Finds the request in the logs of the shop. */
  readonly requestId: string | undefined;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number | undefined;
  /** Faults of single fields, by JSON pointer. */
  readonly errors: NonNullable<ProblemBody['errors']>;
  /** All that was answered: some problems tell more, such as how many pieces are left. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(response: Response, data: unknown) {
    const body = isProblem(data) ? data : undefined;
    super(body ? `${body.title}. ${body.detail}` : `Not from Holdfast: ${response.status} ${response.statusText}`.trim());
    this.status = response.status;
    this.code = body?.code ?? FOREIGN;
    this.requestId = body?.request_id ?? response.headers.get('x-request-id') ?? undefined;
    this.retryAfter = secondsOf(response.headers.get('retry-after')) ?? body?.retry_after;
    this.errors = body?.errors ?? [];
    this.body = { ...body };
  }

  /** Whether it is one of these, with the names of all problems at hand. */
  is(...codes: readonly ProblemCode[]): boolean {
    return (codes as readonly string[]).includes(this.code);
  }
}

/**
 * Thrown when no answer came, after all tries. Whether the request was carried out is not known. Where it has a
 * key, sending it again with that key is safe, whenever that is: `headers: { 'Idempotency-Key': error.idempotencyKey }`.
 */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';

  constructor(
    readonly idempotencyKey: string | undefined,
    cause: unknown,
  ) {
    super(`No answer came. ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function isProblem(data: unknown): data is ProblemBody {
  return typeof data === 'object' && data !== null && 'code' in data && 'title' in data && 'detail' in data;
}

/** Holdfast says seconds; a date is a balancer's. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

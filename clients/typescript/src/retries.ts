import { isHTTPError, type RetryOptions } from 'ky';
import { Problem, type ProblemCode } from './problem.js';

/** Refused before anything was looked at: whatever it was, it may be sent again. */
const NOT_BEGUN: readonly ProblemCode[] = ['overloaded', 'too-many-requests', 'login-busy'];
/** Of what is carried out once however often it is sent. */
const IN_BETWEEN: readonly ProblemCode[] = ['temporarily-unavailable', 'request-in-progress'];
/** What a balancer says when it reached nobody, or lost whom it had reached. */
const FOREIGN = [502, 503, 504];

export interface Patience {
  /** How often a request is sent again at the most. */
  readonly retries: number;
  /** Who asks for a longer pause than this many seconds is not waited for: the problem is thrown instead. */
  readonly longestPause: number;
}

/**
 * When a request is sent again. `isRepeatable` says that sending it twice has the effect of once: all but a POST
 * without a key. The pause is what `Retry-After` says, else it grows, with chance in it so that many clients do not come back at once.
 */
export function retriesOf({ retries, longestPause }: Patience, isRepeatable: boolean): RetryOptions {
  const isWorthIt = (problem: Problem): boolean => {
    if ((problem.retryAfter ?? 0) > longestPause) return false;
    if (problem.is(...NOT_BEGUN)) return true;
    return isRepeatable && (problem.is(...IN_BETWEEN) || (problem.code === 'foreign-answer' && FOREIGN.includes(problem.status)));
  };
  return {
    limit: retries,
    methods: ['get', 'post', 'put', 'patch', 'delete'],
    statusCodes: [409, 429, ...FOREIGN],
    afterStatusCodes: [409, 429, 503],
    retryOnTimeout: true,
    jitter: true,
    backoffLimit: longestPause * 1_000,
    shouldRetry: ({ error }) => {
      const goesOn = isHTTPError(error) ? isWorthIt(new Problem(error.response, error.data)) : isRepeatable;
      // Otherwise it is as usual: network failures and timeouts are tried again, mistakes of the program are not.
      return goesOn ? undefined : false;
    },
  };
}

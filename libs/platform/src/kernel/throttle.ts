/**
 * Whose tries are counted together.
 * - `address`: all that comes from one network address, whoever it speaks of.
 * - `account`: all that speaks of one account, wherever it comes from.
 * - `place`: one account, spoken of from one address.
 * - `stranger`: one account, spoken of from all addresses that never got in, together. An address from which somebody got in within
 *   the last 90 days is a known place of that account and counts for itself: strangers cannot use its tries up.
 */
export type CountedBy = 'address' | 'account' | 'place' | 'stranger';

/**
 * `points` tries may come at once, and each is given back after `seconds / points`: over a long time at most `points` in `seconds`.
 * Where `failures` count, a try takes its point before anything is checked and gets it back when it succeeds: so parallel
 * tries cannot overtake the count.
 */
export interface Limit {
  /** What clients read in `RateLimit` and `RateLimit-Policy`. */
  readonly name: string;
  readonly by: CountedBy;
  readonly counts: 'tries' | 'failures';
  readonly points: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * Every limit that is counted exactly, over all processes. They are asked in the order in which they stand here, and the first one that
 * is used up refuses: what others could use up in somebody's name stands last, so that a refused try never counts there.
 */
export const LIMITS = {
  // NIST SP 800-63B-4 §3.2.2: at most 100 failures for an account. After that strangers get one try an hour, see ADR 18.
  login: [
    { name: 'logins', by: 'address', counts: 'tries', points: 60, seconds: MINUTE },
    { name: 'failed-logins', by: 'address', counts: 'failures', points: 100, seconds: HOUR },
    { name: 'failed-logins-here', by: 'place', counts: 'failures', points: 10, seconds: 15 * MINUTE },
    { name: 'failed-logins-elsewhere', by: 'stranger', counts: 'failures', points: 100, seconds: 100 * HOUR },
  ],
  // The account is whoever is logged in: whoever stole a session still does not know the password.
  reauthentication: [
    { name: 'failed-reauthentications', by: 'account', counts: 'failures', points: 10, seconds: 15 * MINUTE },
    { name: 'failed-reauthentications-in-all', by: 'account', counts: 'failures', points: 100, seconds: 100 * HOUR },
  ],
  // Six digits, three of which are right at any time: few tries, and one an hour after twenty. Who comes here knew the password.
  'mfa-code': [
    { name: 'mfa-tries', by: 'address', counts: 'tries', points: 60, seconds: MINUTE },
    { name: 'failed-mfa-codes', by: 'account', counts: 'failures', points: 5, seconds: 15 * MINUTE },
    { name: 'failed-mfa-codes-in-all', by: 'account', counts: 'failures', points: 20, seconds: 20 * HOUR },
  ],
  // Each one hashes a password and sends a mail to somebody who perhaps never asked for it.
  registration: [
    { name: 'registrations', by: 'address', counts: 'tries', points: 30, seconds: HOUR },
    { name: 'registrations-of-account', by: 'account', counts: 'tries', points: 5, seconds: HOUR },
  ],
  'password-reset': [
    { name: 'password-resets', by: 'address', counts: 'tries', points: 30, seconds: HOUR },
    { name: 'password-resets-here', by: 'place', counts: 'tries', points: 5, seconds: HOUR },
    { name: 'password-resets-of-account', by: 'account', counts: 'tries', points: 20, seconds: DAY },
  ],
  // Links in mails hold 256 random bits; what is kept small is the work they cause.
  'token-confirmation': [{ name: 'confirmations', by: 'address', counts: 'tries', points: 60, seconds: 10 * MINUTE }],
  refresh: [{ name: 'refreshes', by: 'address', counts: 'tries', points: 120, seconds: MINUTE }],
  'email-change': [{ name: 'email-changes', by: 'account', counts: 'tries', points: 5, seconds: HOUR }],
  'oidc-login': [{ name: 'oidc-logins', by: 'address', counts: 'tries', points: 60, seconds: MINUTE }],
} as const satisfies Record<string, readonly Limit[]>;

export type LimitName = keyof typeof LIMITS;

/** Who tries. */
export interface Who {
  /** The network that the request comes from; undefined where there is none: then no limit by address is asked. */
  readonly address: string | undefined;
  /** A normalized e-mail address or an id. Undefined only where nobody is named: then no limit by account is asked. */
  readonly account: string | undefined;
}

/** What is left of a limit. */
export interface Quota {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  readonly left: number;
  /** Seconds until all of it is there again. */
  readonly wholeIn: number;
}

/** A try that may be made. */
export interface Admission {
  /** What the caller may know: nothing that others had a part in. */
  readonly quotas: readonly Quota[];

  /**
   * Makes the try. When it succeeds, what counts failures gets its points back, tries from this place are forgotten, and the place is
   * known from now on. When we ourselves failed, the points are given back as well. Everything else was a failure.
   */
  settle<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Limits that hold exactly over all processes, however many requests come at once, and that never fail open. Every method is asked
 * outside of a unit of work: what was tried stays tried when the work is rolled back.
 */
export abstract class Throttle {
  /**
   * Takes a point of each limit of this name.
   * @throws TooManyRequests with the seconds to wait; Unavailable when the counters cannot be reached.
   */
  abstract take(limits: LimitName, who: Who): Promise<Admission>;

  /** Takes the points and makes the try. @throws as {@link take}, and what `work` throws */
  async attempt<T>(limits: LimitName, who: Who, work: () => Promise<T>): Promise<T> {
    return (await this.take(limits, who)).settle(work);
  }

  /** Forgets what strangers tried on an account whose secret is new: guesses at the old one say nothing about it. */
  abstract forgive(limits: LimitName, account: string): Promise<void>;
}

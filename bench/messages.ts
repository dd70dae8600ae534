/** What the bench asks of its load process, and what that answers. */

export type Side = 'floor' | 'holdfast';
export type Work = 'checkout' | 'cart-and-checkout' | 'get';

/** One window: `connections` clients, each sends its next request when it has its answer. */
export interface Window {
  readonly kind: 'window';
  readonly side: Side;
  readonly work: Work;
  readonly origin: string;
  /** Variants that are bought, one of them at random each time. */
  readonly variants: readonly string[];
  /** Paths that are read, one of them at random each time. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Logins beside the work, at a fixed rate. */
  readonly logins?: LoginStorm;
}

export interface LoginStorm {
  readonly perSecond: number;
  readonly emails: readonly string[];
  readonly password: string;
}

/** Makes carts until `count` of them wait for a checkout; each holds one of `variants`. */
export interface PrepareCarts {
  readonly kind: 'prepare-carts';
  readonly origin: string;
  readonly variants: readonly string[];
  readonly count: number;
  readonly connections: number;
}

/** Asks what `side` answered since the beginning. */
export interface AskAccount {
  readonly kind: 'account';
  readonly side: Side;
}

export type Request = Window | PrepareCarts | AskAccount;

export interface Figures {
  /** Seconds that were measured: fewer than asked when the carts ran out. */
  readonly seconds: number;
  readonly done: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers other than the wanted one and broken connections, by status or code; warm-up included. */
  readonly errors: Readonly<Record<string, number>>;
  /** What became of the logins beside it, by status. */
  readonly logins: Readonly<Record<string, number>>;
}

export interface Prepared {
  readonly ready: number;
  readonly errors: Readonly<Record<string, number>>;
}

export interface Account {
  /** Ids of the orders that were acknowledged. */
  readonly orders: readonly string[];
  /** Requests whose connection broke: nobody knows what they did. */
  readonly unanswered: number;
}

export type Answer<R extends Request> = R extends Window
  ? Figures
  : R extends PrepareCarts
    ? Prepared
    : Account;

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

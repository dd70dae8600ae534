/** What the proof asks of its load process, and what that answers. */

export const STREAMS = ['product', 'list', 'cart', 'checkout'] as const;
export type StreamName = (typeof STREAMS)[number];

/** Requests per second of each kind, at random moments, whatever becomes of those before. */
export type Rates = Partial<Record<StreamName, number>>;

export interface Step {
  readonly seconds: number;
  readonly rates: Rates;
}

export type Task =
  | { readonly kind: 'open'; readonly origin: string; readonly products: readonly string[]; readonly variants: readonly string[]; readonly seed: number }
  /** Makes that many carts wait for their checkout. */
  | { readonly kind: 'fill-carts'; readonly count: number }
  /** Sends these steps, one straight after the other. */
  | { readonly kind: 'send'; readonly steps: readonly Step[] }
  /** The orders that were answered with 201. */
  | { readonly kind: 'orders' };

/** What became of the requests of one kind, counted by when they were due. */
export interface Counts {
  readonly due: number;
  /** Answered right within the deadline. */
  readonly good: number;
  /** 503 with Retry-After and the code of overload, within the deadline. */
  readonly shed: number;
  /** No answer within the deadline: the client went away. */
  readonly late: number;
  /** Turned away before the shop: the balancer had no connection left. */
  readonly unsent: number;
  /** Any other answer, by its status, and connections that broke. */
  readonly wrong: Readonly<Record<string, number>>;
  /** Milliseconds from when it was due to the right answer, at the 99th percentile. */
  readonly p50: number;
  readonly p99: number;
}

export interface StepFigures {
  readonly seconds: number;
  readonly streams: Readonly<Partial<Record<StreamName, Counts>>>;
  /** Share of the requests of each slice of time that were answered right. */
  readonly slices: readonly number[];
  /** Share of one processor that the load itself took. */
  readonly cpu: number;
  /** How late requests were sent at the 99th percentile, in milliseconds. */
  readonly sentLateP99: number;
}

export const SLICE_MS = 500;
/** A client goes away when it has no answer after so long. */
export const DEADLINE_MS = 1_000;

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Limits as an installation sets them. */
export interface ThrottlingSettings {
  /** Requests that one address may send in a minute, but for those with an API key; 0 for any number. */
  readonly addressPerMinute: number;
  /** Requests that one API key may send in a minute; 0 for any number. */
  readonly keyPerMinute: number;
  /** How many times the exact limits (on logins, for instance) are raised: 1, but for load tests, which come from one address. */
  readonly leniency: number;
}

/** Where nothing is set: exact limits as they stand, no others. */
export const DEFAULT_THROTTLING: ThrottlingSettings = { addressPerMinute: 0, keyPerMinute: 0, leniency: 1 };

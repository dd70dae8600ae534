import { errorBody, type StripeError } from './stripe-error.js';

/** An answer as it goes over the wire and into the idempotency table, byte for byte. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

export function success(object: unknown): Answer {
  return { status: 200, body: JSON.stringify(object) };
}

export function failure(error: StripeError): Answer {
  return { status: error.status, body: JSON.stringify(errorBody(error.body)) };
}

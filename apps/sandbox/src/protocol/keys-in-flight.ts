import { StripeError } from './stripe-error.js';

/**
 * The idempotency keys whose first request is still running. Kept in memory: a key must not
 * outlive the process that works on it.
 */
export class KeysInFlight {
  readonly #keys = new Set<string>();

  /**
   * Takes the key until the returned function is called.
   * @throws StripeError 409 `idempotency_key_in_use` while another request has it
   */
  take(key: string | undefined): () => void {
    if (key === undefined) return () => undefined;
    if (this.#keys.has(key)) {
      throw new StripeError(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message:
          'There is currently another in-progress request using this Idempotent Key (that ' +
          'probably means you submitted twice, and the other request is still going through): ' +
          `${key}. Please try again later.`,
      });
    }
    this.#keys.add(key);
    return () => this.#keys.delete(key);
  }
}

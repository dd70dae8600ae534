import { type PaymentChange, PaymentListener } from '../payments.js';

/** Those who must act in the same transaction when a payment changes; they sign on when the process starts. */
export class PaymentListeners extends PaymentListener {
  readonly #listeners: PaymentListener[] = [];

  add(listener: PaymentListener): void {
    this.#listeners.push(listener);
  }

  async paymentsChanged(changes: readonly PaymentChange[]): Promise<void> {
    for (const listener of this.#listeners) await listener.paymentsChanged(changes);
  }
}

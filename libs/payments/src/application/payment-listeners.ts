import type { OrderSold } from '../domain/ledger/order-books.js';
import { type PaymentChange, PaymentListener } from '../payments.js';

/** Those who must act in the same transaction when a payment changes; they sign on when the process starts. */
export class PaymentListeners extends PaymentListener {
  readonly #listeners: PaymentListener[] = [];

  add(listener: PaymentListener): void {
    this.#listeners.push(listener);
  }

  async paymentsChanged(changes: readonly PaymentChange[]): Promise<OrderSold[]> {
    const sold: OrderSold[] = [];
    for (const listener of this.#listeners) sold.push(...((await listener.paymentsChanged(changes)) ?? []));
    return sold;
  }
}

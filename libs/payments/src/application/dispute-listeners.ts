import { type DisputeChange, DisputeListener } from '../disputes.js';

/** Those who must act in the same transaction when a dispute changes; they sign on when the process starts. */
export class DisputeListeners extends DisputeListener {
  readonly #listeners: DisputeListener[] = [];

  add(listener: DisputeListener): void {
    this.#listeners.push(listener);
  }

  async disputesChanged(changes: readonly DisputeChange[]): Promise<void> {
    for (const listener of this.#listeners) await listener.disputesChanged(changes);
  }
}

/** Carts and checkouts that nothing came of. */
export abstract class AbandonedCarts {
  /**
   * Forgets whose they were, of at most so many that did not change for so many days; answers of how many. Those that could still become
   * an order, and carts of customers, are not meant. Safe to repeat.
   */
  abstract forget(days: number, limit: number): Promise<number>;
}

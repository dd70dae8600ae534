export const ORDERING_SETTINGS = Symbol('OrderingSettings');

export interface OrderingSettings {
  /** Currency of carts that name none. */
  readonly currency: string;
  /** How long a checkout keeps its stock while it is not paid. */
  readonly checkoutTtlSeconds: number;
  /** After how many days without a change a guest's cart forgets whose it was. */
  readonly abandonedCartDays: number;
}

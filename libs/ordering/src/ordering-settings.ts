export const ORDERING_SETTINGS = Symbol('OrderingSettings');

export interface OrderingSettings {
  /** Currency of carts that name none. */
  readonly currency: string;
  /** How long a checkout keeps its stock while it is not paid. */
  readonly checkoutTtlSeconds: number;
}

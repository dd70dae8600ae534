import type { Id } from '@holdfast/kernel';

export type CustomerId = Id<'cus'>;

/**
 * Who asks for a cart: somebody with a secret, a customer who is logged in, or both. Never neither. A guest's cart is reached
 * by its secret, a customer's by that customer alone.
 */
export interface CartHolder {
  /** The hash of the secret that was shown. */
  readonly tokenHash: Buffer | null;
  readonly customerId: CustomerId | null;
}

/** The one way to reach a cart that its owner has: a secret for a guest, themselves for a customer. */
export type CartOwner = { readonly tokenHash: Buffer; readonly customerId: null } | { readonly tokenHash: null; readonly customerId: CustomerId };

import { randomBytes } from 'node:crypto';

type Prefix = 'ch' | 'cus' | 'dp' | 'evt' | 'pi' | 'pm' | 'po' | 're' | 'req' | 'seti' | 'txn';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new id in Stripe's form, `pi_` and 24 letters and digits. */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomText(24)}`;
}

/** The secret with which a browser may confirm the intent. */
export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${randomText(25)}`;
}

// The slight bias of the remainder is of no consequence: the ids only have to be distinct.
function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

import { createHmac, hash, randomBytes } from 'node:crypto';

/** A 256-bit secret for a guest's cart or order; only its hash is stored. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a token. The token has 256 random bits, so a slow hash would protect nothing more. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');

/**
 * The token of something that must be able to show it again (in a mail, for instance) although only the hash is stored:
 * HMAC-SHA256 of its id under the installation's secret.
 */
export const derivedToken = (secret: string, purpose: string, id: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url');

/** How many leading characters of a secret are kept readable, so that people can tell their keys apart. */
const SHOWN = 8;

/** `sk_` and 32 to 255 characters of the base64url alphabet; secrets made here have 43 of them, 256 random bits. */
const FORM = /^sk_[A-Za-z0-9_-]{32,255}$/;

export const isSecret = (text: string): boolean => FORM.test(text);

/** What is shown of a secret after its first answer. */
export const prefixOf = (secret: string): string => secret.slice(0, SHOWN);

/** A secret as it is kept. */
export interface KeptSecret {
  readonly prefix: string;
  /** SHA-256. The secret has 256 random bits, so a slow hash would protect nothing more. */
  readonly hash: Uint8Array;
}

/** A new secret, readable this once. */
export interface NewSecret extends KeptSecret {
  readonly secret: string;
}

/** Makes secrets and the form in which they are kept. */
export abstract class Secrets {
  abstract make(): NewSecret;

  abstract kept(secret: string): KeptSecret;
}

import type { Id } from '@holdfast/kernel';

/** Whom a credential belongs to. */
export interface Caller {
  readonly id: Id<'key'>;
  readonly scopes: readonly string[];
}

/** Who is calling, for the guard of the HTTP edge and for other modules. */
export abstract class Identity {
  /**
   * The owner of a secret API key, or undefined when the key is unknown, expired, revoked or no key at all: nobody
   * learns which. One indexed read; remembers in passing that the key was used.
   */
  abstract authenticate(secret: string): Promise<Caller | undefined>;
}

import type { Id } from '@holdfast/kernel';
import { ApiKeyNotActive, ExpiryInThePast } from './errors.js';
import { assertHeld } from './rights.js';
import type { KeptSecret } from './secret.js';

export type ApiKeyId = Id<'key'>;

export interface ApiKeyFacts {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

export interface ApiKeySnapshot extends ApiKeyFacts {
  readonly prefix: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** What a rotation leaves to be stored: the new secret, and until when the ones before it still count. */
export interface Rotation {
  readonly secret: KeptSecret;
  readonly previousValidUntil: Date;
}

/** A secret API key of a machine. Its id stays the same for ever; its secret may be exchanged. */
export class ApiKey {
  #state: ApiKeySnapshot;
  #rotation?: Rotation;

  private constructor(state: ApiKeySnapshot) {
    this.#state = state;
  }

  /** @throws ExpiryInThePast, ScopeNotHeld when the creator would give away more than it has. */
  static create(facts: ApiKeyFacts, prefix: string, creatorScopes: readonly string[], now: Date): ApiKey {
    assertHeld(facts.scopes, creatorScopes);
    if (facts.expiresAt && facts.expiresAt <= now) throw new ExpiryInThePast();
    return new ApiKey({ ...facts, scopes: [...facts.scopes].sort(), prefix, createdAt: now, revokedAt: null, lastUsedAt: null });
  }

  static restore(snapshot: ApiKeySnapshot): ApiKey {
    return new ApiKey(snapshot);
  }

  /** Ends the key at once, all its secrets with it. Repeating it does nothing. */
  revoke(now: Date): void {
    if (!this.#state.revokedAt) this.#state = { ...this.#state, revokedAt: now };
  }

  /**
   * Puts a new secret in the place of the current one, which still counts for `overlapSeconds`. Whoever asks learns the new
   * secret, so the same rule holds as for creating. @throws ScopeNotHeld, ApiKeyNotActive
   */
  rotate(secret: KeptSecret, overlapSeconds: number, callerScopes: readonly string[], now: Date): void {
    assertHeld(this.#state.scopes, callerScopes);
    const { revokedAt, expiresAt } = this.#state;
    if (revokedAt || (expiresAt && expiresAt <= now)) throw new ApiKeyNotActive();
    this.#rotation = { secret, previousValidUntil: new Date(now.getTime() + overlapSeconds * 1_000) };
    this.#state = { ...this.#state, prefix: secret.prefix };
  }

  /** The rotation to be stored, where there was one. */
  get rotation(): Rotation | undefined {
    return this.#rotation;
  }

  snapshot(): ApiKeySnapshot {
    return this.#state;
  }
}

import type { ApiKey, ApiKeyId } from './api-key.js';
import type { KeptSecret } from './secret.js';

/** API keys in storage. Every call needs an active unit of work. */
export abstract class ApiKeys {
  /** The key, locked until the end of the unit of work. @throws ApiKeyNotFound */
  abstract get(id: ApiKeyId): Promise<ApiKey>;

  abstract add(key: ApiKey, secret: KeptSecret): Promise<void>;

  /** Stores what changed, a rotation included. */
  abstract save(key: ApiKey): Promise<void>;

  /**
   * Makes the key with this secret known, or gives the one that is known these scopes; one that was revoked stays so. Any
   * number of processes may do this at once.
   */
  abstract ensure(key: ApiKey, secret: KeptSecret): Promise<void>;
}

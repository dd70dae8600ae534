import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { toId } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { isSecret, Secrets } from '../../domain/secret.js';
import { type Caller, Identity } from '../../identity.js';

// Deadlines are judged by the database's clock: all processes agree on it.
const AUTHENTICATE = statement(
  'identity.authenticate',
  `select k.id, k.scopes, (k.last_used_at is null or k.last_used_at < now() - interval '1 minute') as use_is_news
     from identity.api_key_secrets s join identity.api_keys k on k.id = s.key_id
    where s.hash = $1 and (s.valid_until is null or s.valid_until > now())
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
);
const USED = statement(
  'identity.key-used',
  `update identity.api_keys set last_used_at = now()
    where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
);

/**
 * Every call asks the database, so that a revocation counts from its commit on. A cache would save one indexed read on
 * routes that read anyway, and the routes that shops live on are public and never come here.
 */
@Injectable()
export class PostgresIdentity extends Identity implements BeforeApplicationShutdown {
  readonly #noting = new Map<string, Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {
    super();
  }

  async authenticate(secret: string): Promise<Caller | undefined> {
    if (!isSecret(secret)) return undefined;
    const row = await this.database.first<{ id: string; scopes: string[]; use_is_news: boolean }>(AUTHENTICATE, [this.secrets.kept(secret).hash]);
    if (!row) return undefined;
    if (row.use_is_news) this.#noteUse(row.id);
    return { id: toId('key', row.id), scopes: row.scopes };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#noting.values());
  }

  /** At most one at a time per key, while the request goes on. Losing it costs one note. */
  #noteUse(uuid: string): void {
    if (this.#noting.has(uuid)) return;
    const noted = this.database.query(USED, [uuid]).catch(() => undefined);
    this.#noting.set(uuid, noted.finally(() => this.#noting.delete(uuid)));
  }
}

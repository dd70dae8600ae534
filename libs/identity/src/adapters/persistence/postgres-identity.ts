import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type Id, isId, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { LinkTokens } from '../../application/link-tokens.js';
import { AccessTokens } from '../../domain/access-token.js';
import { isSecret, Secrets } from '../../domain/secret.js';
import { type Caller, Identity, type LoggedIn, type RegistrationLetter } from '../../identity.js';

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
const LIVE = statement(
  'identity.live-session',
  `select s.authenticated_at from identity.sessions s join identity.customers c on c.id = s.subject_id
    where s.id = $1 and s.subject_id = $2 and s.ended_at is null and s.expires_at > now() and c.status = 'active'`,
);
const LETTER = statement(
  'identity.registration-letter',
  `select r.email, r.name, r.expires_at, c.id is not null as is_known
     from identity.registrations r left join identity.customers c on c.email = r.email
    where r.id = $1 and r.confirmed_at is null and r.expires_at > now()`,
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
    private readonly accessTokens: AccessTokens,
    private readonly linkTokens: LinkTokens,
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

  async loggedIn(accessToken: string): Promise<LoggedIn | undefined> {
    const claims = await this.accessTokens.read(accessToken);
    if (!claims || !isId('cus', claims.subject)) return undefined;
    const live = await this.database.first<{ authenticated_at: string }>(LIVE, [toUuid(claims.session), toUuid(claims.subject)]);
    return live && { id: claims.subject, session: claims.session, authenticatedAt: new Date(live.authenticated_at) };
  }

  async registrationLetter(id: Id<'reg'>): Promise<RegistrationLetter | undefined> {
    const row = await this.database.first<{ email: string; name: string; expires_at: string; is_known: boolean }>(LETTER, [toUuid(id)]);
    if (!row) return undefined;
    const { email, name } = row;
    return { email, name, expiresAt: new Date(row.expires_at), ...(row.is_known ? {} : { token: this.linkTokens.of(id) }) };
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

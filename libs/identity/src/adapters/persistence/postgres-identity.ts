import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type Id, isId, toId, toUuid } from '@holdfast/kernel';
import { Database, SCOPES, statement } from '@holdfast/platform';
import { AccessTokens, type SessionId } from '../../domain/access-token.js';
import { type BuiltInRole, permissionsOf } from '../../domain/roles.js';
import { type FactorState, missingFactor, StaffMfaRule } from '../../domain/second-factor.js';
import { isSecret, Secrets } from '../../domain/secret.js';
import { type Caller, Identity, type LoggedIn } from '../../identity.js';

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
const CUSTOMER = statement(
  'identity.live-session',
  `select s.authenticated_at, s.mfa_at is not null as passed,
          exists (select from identity.mfa_factors f where f.subject_id = c.id and f.confirmed_at is not null) as enrolled
     from identity.sessions s join identity.customers c on c.id = s.subject_id
    where s.id = $1 and s.subject_id = $2 and s.subject_kind = 'cus' and s.ended_at is null and s.expires_at > now() and c.status = 'active'`,
);
const STAFF = statement(
  'identity.live-session-of-staff',
  `select s.authenticated_at, s.mfa_at is not null as passed, r.built_in, r.permissions,
          exists (select from identity.mfa_factors f where f.subject_id = p.id and f.confirmed_at is not null) as enrolled
     from identity.sessions s join identity.staff p on p.id = s.subject_id join identity.roles r on r.id = p.role_id
    where s.id = $1 and s.subject_id = $2 and s.subject_kind = 'stf' and s.ended_at is null and s.expires_at > now() and p.status = 'active'`,
);

interface Row extends FactorState {
  readonly authenticated_at: string;
}

interface StaffRow extends Row {
  readonly built_in: BuiltInRole | null;
  readonly permissions: string[] | null;
}

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
    private readonly mfaRule: StaffMfaRule,
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
    if (!claims) return undefined;
    return isId('cus', claims.subject) ? this.#customer(claims.subject, claims.session) : this.#staff(claims.subject, claims.session);
  }

  async #customer(id: Id<'cus'>, session: SessionId): Promise<LoggedIn | undefined> {
    const live = await this.database.first<Row>(CUSTOMER, [toUuid(session), toUuid(id)]);
    return live && { id, session, authenticatedAt: new Date(live.authenticated_at), scopes: [], missingFactor: missingFactor(live, false) };
  }

  /** Permissions come with the second factor alone, where there is one or has to be one. */
  async #staff(id: Id<'stf'>, session: SessionId): Promise<LoggedIn | undefined> {
    const live = await this.database.first<StaffRow>(STAFF, [toUuid(session), toUuid(id)]);
    if (!live) return undefined;
    const missing = missingFactor(live, this.mfaRule.required);
    const scopes = missing ? [] : permissionsOf(live.built_in, live.permissions, SCOPES);
    return { id, session, authenticatedAt: new Date(live.authenticated_at), scopes, missingFactor: missing };
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

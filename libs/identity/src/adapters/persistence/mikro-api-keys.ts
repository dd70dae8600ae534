import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { ApiKey, type ApiKeyId } from '../../domain/api-key.js';
import { ApiKeys } from '../../domain/api-keys.js';
import { ApiKeyNotFound } from '../../domain/errors.js';
import type { KeptSecret } from '../../domain/secret.js';
import { ApiKeyRecord, ApiKeySecretRecord } from './records.js';

// Processes that start at once take turns: a key and its secret are two rows, so one ON CONFLICT cannot decide it.
const TAKE_TURNS = statement('identity.ensure-in-turn', `select pg_advisory_xact_lock(hashtext('identity.administrator-key'))`);
const UPDATE_SCOPES = statement(
  'identity.update-scopes',
  `update identity.api_keys k set scopes = $2 from identity.api_key_secrets s where s.hash = $1 and k.id = s.key_id returning k.id`,
);
const RETIRE = statement(
  'identity.retire-secrets',
  `update identity.api_key_secrets set valid_until = least(valid_until, $2) where key_id = $1 and (valid_until is null or valid_until > $2)`,
);

@Injectable()
export class MikroApiKeys extends ApiKeys {
  constructor(
    private readonly em: EntityManager,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: ApiKeyId): Promise<ApiKey> {
    const record = await this.em.findOne(ApiKeyRecord, { id: toUuid(id) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!record) throw new ApiKeyNotFound();
    const { name, prefix, scopes, createdAt } = record;
    const ends = { expiresAt: record.expiresAt ?? null, revokedAt: record.revokedAt ?? null, lastUsedAt: record.lastUsedAt ?? null };
    return ApiKey.restore({ id: toId('key', record.id), name, prefix, scopes, createdAt, ...ends });
  }

  async add(key: ApiKey, secret: KeptSecret): Promise<void> {
    const { id, lastUsedAt: _unused, ...facts } = key.snapshot();
    await this.em.insert(ApiKeyRecord, { id: toUuid(id), ...facts, scopes: [...facts.scopes] });
    await this.#keep(id, secret);
  }

  async save(key: ApiKey): Promise<void> {
    const { id, prefix, revokedAt } = key.snapshot();
    await this.em.nativeUpdate(ApiKeyRecord, { id: toUuid(id) }, { prefix, revokedAt });
    if (!key.rotation) return;
    await this.database.query(RETIRE, [toUuid(id), key.rotation.previousValidUntil]);
    await this.#keep(id, key.rotation.secret);
  }

  async ensure(key: ApiKey, secret: KeptSecret): Promise<void> {
    await this.database.query(TAKE_TURNS);
    const known = await this.database.first(UPDATE_SCOPES, [secret.hash, key.snapshot().scopes]);
    if (!known) await this.add(key, secret);
  }

  async #keep(id: ApiKeyId, { hash }: KeptSecret): Promise<void> {
    await this.em.insert(ApiKeySecretRecord, { hash: Buffer.from(hash), keyId: toUuid(id), validUntil: null });
  }
}

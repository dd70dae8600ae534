import { defineEntity, p } from '@mikro-orm/postgresql';

export const ApiKeyRecord = defineEntity({
  name: 'ApiKeyRecord',
  schema: 'identity',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    prefix: p.text(),
    scopes: p.array<string>(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
  },
});

export const ApiKeySecretRecord = defineEntity({
  name: 'ApiKeySecretRecord',
  schema: 'identity',
  tableName: 'api_key_secrets',
  properties: {
    hash: p.blob().primary(),
    keyId: p.uuid(),
    validUntil: p.datetime().nullable(),
  },
});

export const IDENTITY_RECORDS = [ApiKeyRecord, ApiKeySecretRecord];

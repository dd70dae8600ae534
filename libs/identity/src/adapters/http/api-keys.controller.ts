import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Idempotent, IdParam, PageOf, RequiresScope, Route } from '@holdfast/platform';
import { CreateApiKey } from '../../application/create-api-key.js';
import { ListApiKeys } from '../../application/list-api-keys.js';
import { RevokeApiKey } from '../../application/revoke-api-key.js';
import { RotateApiKey } from '../../application/rotate-api-key.js';
import type { ApiKeyId, ApiKeySnapshot } from '../../domain/api-key.js';
import { ApiKeyNotActive, ApiKeyNotFound, ExpiryInThePast, ScopeNotHeld } from '../../domain/errors.js';
import { ADMIN, DANGEROUS, KEYED } from './admin-problems.js';
import { ApiKeyBody, CreateApiKeyDto, CreatedApiKeyBody, ListApiKeysDto, RotateApiKeyDto, RotatedApiKeyBody } from './api-keys.dto.js';


@ApiTags('Admin: API keys')
@Controller('v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('keys:read')
  @Get()
  @Route({ summary: 'List API keys, newest first', answers: [{ status: 200, type: PageOf(ApiKeyBody) }], problems: ADMIN })
  list(@Query() { limit, cursor }: ListApiKeysDto) {
    return this.queries.execute(new ListApiKeys({ limit, cursor }));
  }

  @RequiresScope('keys:write', { dangerous: true })
  @Post()
  @Idempotent()
  @Route({
    summary: 'Create an API key',
    about: 'The answer carries the secret, this once. A key can be given only scopes that your own key has.',
    answers: [{ status: 201, type: CreatedApiKeyBody }],
    problems: [...DANGEROUS, ...KEYED, ScopeNotHeld, ExpiryInThePast],
  })
  async create(@Body() { name, scopes, expires_at }: CreateApiKeyDto, @Req() request: FastifyRequest): Promise<CreatedApiKeyBody> {
    const facts = { name, scopes, expiresAt: expires_at ?? null };
    const { key, secret } = await this.commands.execute(new CreateApiKey(facts, request.principal!.scopes));
    return { ...body(key), secret };
  }

  @RequiresScope('keys:write', { dangerous: true })
  @Delete(':id')
  @HttpCode(204)
  @Route({ summary: 'Revoke an API key', about: 'It counts from the next request on, and for ever.', answers: [{ status: 204 }], problems: [...DANGEROUS, ApiKeyNotFound] })
  revoke(@IdParam('key') id: ApiKeyId): Promise<void> {
    return this.commands.execute(new RevokeApiKey(id));
  }

  @RequiresScope('keys:write', { dangerous: true })
  @Post(':id/rotations')
  @Idempotent()
  @Route({
    summary: 'Give an API key a new secret',
    about: 'The id and the scopes stay. The old secret counts for `overlap_seconds` more, so that its users can change over without a gap.',
    answers: [{ status: 201, type: RotatedApiKeyBody }],
    problems: [...DANGEROUS, ...KEYED, ApiKeyNotFound, ApiKeyNotActive, ScopeNotHeld],
  })
  async rotate(@IdParam('key') id: ApiKeyId, @Body() { overlap_seconds = 0 }: RotateApiKeyDto, @Req() request: FastifyRequest): Promise<RotatedApiKeyBody> {
    const { key, secret, previousValidUntil } = await this.commands.execute(new RotateApiKey(id, overlap_seconds, request.principal!.scopes));
    return { ...body(key), secret, previous_secret_valid_until: previousValidUntil.toISOString() };
  }
}

const time = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Of a key that was just made or rotated, which is therefore active. */
const body = ({ id, name, prefix, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiKeySnapshot): ApiKeyBody => ({
  id,
  name,
  prefix,
  scopes: [...scopes],
  status: 'active',
  created_at: createdAt.toISOString(),
  expires_at: time(expiresAt),
  revoked_at: time(revokedAt),
  last_used_at: time(lastUsedAt),
});

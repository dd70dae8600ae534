import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Choice, Text, Time, WholeText } from '../http/fields.js';

const KINDS = ['change', 'security'] as const;

const nullable = (example: string, description?: string): ApiPropertyOptions => ({ type: String, nullable: true, example, description });
const columns = (description: string): ApiPropertyOptions => ({ type: 'object', additionalProperties: true, nullable: true, description });

export class ListAuditEntriesDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
  @Choice(KINDS, { optional: true, about: 'Changes of records, or security events.' }) kind?: (typeof KINDS)[number];
  @Text({ optional: true, max: 100, about: 'Id of who did it.', example: 'key_01h455vb4pex5vsknk084sn02q' }) actor?: string;
  @Text({ optional: true, max: 300, about: 'The route of a change, or the name of a security event.', example: 'login.failed' }) action?: string;
  @Text({ optional: true, max: 130, about: 'The table of a change.', example: 'catalog.products' }) resource?: string;
  @Text({ optional: true, max: 500, about: 'Id of what changed, or of whom a security event is about.', example: 'prod_01h455vb4pex5vsknk084sn02q' })
  resource_id?: string;
  @Text({ optional: true, max: 128, about: 'All that one request did.' }) request_id?: string;
  @Time({ optional: true, about: 'From then on.', example: '2026-01-31T10:00:00Z' }) 'created_at[gte]'?: Date;
  @Time({ optional: true, about: 'Until then.', example: '2026-01-31T10:00:00Z' }) 'created_at[lte]'?: Date;
}

export class AuditEntryBody {
  @ApiProperty({ type: 'integer', description: 'Its number in the log, without gaps, in the order of the commits.', example: 1 }) seq!: number;
  @ApiProperty({ enum: KINDS }) kind!: string;
  @ApiProperty(nullable('key_01h455vb4pex5vsknk084sn02q', 'Who did it; null for a security event of nobody who is known.')) actor!: string | null;
  @ApiProperty({ description: 'The route of a change, or the name of a security event.', example: 'PATCH /v1/admin/products/:id' }) action!: string;
  @ApiProperty(nullable('catalog.products', 'The table of a change.')) resource!: string | null;
  @ApiProperty(nullable('prod_01h455vb4pex5vsknk084sn02q')) resource_id!: string | null;
  @ApiProperty({ type: String, enum: ['insert', 'update', 'delete', null], nullable: true }) operation!: string | null;
  @ApiProperty(columns('What columns were: those that changed, or all of a row that was deleted. `[redacted]` hides personal data and secrets.'))
  before!: object | null;
  @ApiProperty(columns('What the columns became: those that changed, or all of a new row.')) after!: object | null;
  @ApiProperty(columns('A few facts about a security event.')) details!: object | null;
  @ApiProperty(nullable('req_01h455vb4pex5vsknk084sn02q')) request_id!: string | null;
  @ApiProperty({ format: 'date-time', description: 'When it was committed.' }) created_at!: string;
  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the entry and the hash of the one before it.' }) hash!: string;
}

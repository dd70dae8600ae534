import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { SCOPES, Text, Time, Whole, WholeText } from '@holdfast/platform';

const MAX_OVERLAP_SECONDS = 86_400;

export class CreateApiKeyDto {
  @Text({ max: 200, example: 'Warehouse scanner' }) name!: string;

  @ApiProperty({ enum: SCOPES, isArray: true, minItems: 1, uniqueItems: true, description: 'What the key may do; no more than your own key may.', example: ['inventory:read', 'inventory:write'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes!: string[];

  @Time({ optional: true, about: 'The key ends by itself at this time. Without it, it counts until it is revoked.' }) expires_at?: Date | null;
}

export class RotateApiKeyDto {
  @Whole({ optional: true, min: 0, max: MAX_OVERLAP_SECONDS, about: 'How many seconds the old secret still counts. Default 0.', example: 3_600 }) overlap_seconds?: number;
}

export class ListApiKeysDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
}

export class ApiKeyBody {
  @ApiProperty({ type: String, example: 'key_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'Warehouse scanner' }) name!: string;
  @ApiProperty({ description: 'The first characters of the secret.', example: 'sk_Qx7Ld' }) prefix!: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['inventory:read', 'inventory:write'] }) scopes!: string[];
  @ApiProperty({ enum: ['active', 'expired', 'revoked'] }) status!: string;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expires_at!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revoked_at!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' }) last_used_at!: string | null;
}

export class CreatedApiKeyBody extends ApiKeyBody {
  @ApiProperty({ description: 'Shown this once; only its hash is kept.', example: 'sk_Qx7LdX0m2gq3bJY1fV5nq0l8o7h6c5T4r3e2w1Q0z9A' }) secret!: string;
}

export class RotatedApiKeyBody extends CreatedApiKeyBody {
  @ApiProperty({ format: 'date-time', description: 'Until when the old secret counts.' }) previous_secret_valid_until!: string;
}

import { ApiProperty } from '@nestjs/swagger';
import type { Wait } from '@holdfast/kernel';
import type { DataExport } from '../../domain/data-export.js';
import type { Erasure } from '../../domain/erasure.js';
import { Password } from './accounts.dto.js';
import { Code, RecoveryCode } from './mfa.dto.js';

export class RequestErasureDto {
  @Password('The password of the account, once more: it cannot be had back.') password!: string;
  @Code({ optional: true }) code?: string;
  @RecoveryCode() recovery_code?: string;
}

export class DataExportBody {
  @ApiProperty({ example: 'exp_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ enum: ['pending', 'ready'] }) status!: DataExport['status'];
  @ApiProperty({ format: 'date-time' }) requested_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Until when the document can be fetched; null while it is being written.' }) expires_at!: string | null;
}

export class WaitBody {
  @ApiProperty({ description: 'What still holds personal data.', example: 'ord_01h455vb4pex5vsknk084sn02q' }) subject!: string;
  @ApiProperty({ enum: ['checkout-under-way', 'order-on-its-way', 'payment-undecided', 'payment-method-at-its-gateway'] }) reason!: string;
  @ApiProperty({ format: 'date-time', description: 'When it is looked at again, at the latest.' }) until!: string;
}

export class ErasureBody {
  @ApiProperty({ example: 'era_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'cus_01h455vb4pex5vsknk084sn02q' }) customer_id!: string;
  @ApiProperty({ enum: ['pending', 'waiting', 'completed'], description: '`waiting`: the account is erased; what is named in `waits` will be, and everything is looked at once more.' }) status!: Erasure['status'];
  @ApiProperty({ type: [WaitBody] }) waits!: WaitBody[];
  @ApiProperty({ format: 'date-time' }) requested_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completed_at!: string | null;
}

export const dataExportBody = ({ id, status, requestedAt, expiresAt }: DataExport): DataExportBody => ({
  id,
  status,
  requested_at: requestedAt.toISOString(),
  expires_at: expiresAt?.toISOString() ?? null,
});

export const erasureBody = ({ id, customer, status, waits, requestedAt, completedAt }: Erasure): ErasureBody => ({
  id,
  customer_id: customer,
  status,
  waits: waits.map(waitBody),
  requested_at: requestedAt.toISOString(),
  completed_at: completedAt?.toISOString() ?? null,
});

const waitBody = ({ subject, reason, until }: Wait): WaitBody => ({ subject, reason, until: until.toISOString() });

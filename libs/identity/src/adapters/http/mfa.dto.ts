import { ApiProperty } from '@nestjs/swagger';
import { Text } from '@holdfast/platform';
import { MfaCodeMissing } from '../../domain/mfa-errors.js';
import type { FactorProof } from '../../domain/second-factor.js';
import { CartToBring } from './brought-cart.js';

const SIX_DIGITS = /^\d{6}$/;

export const Code = ({ optional = false }: { optional?: boolean } = {}) =>
  Text({ optional, min: 6, max: 6, pattern: SIX_DIGITS, about: 'What the authenticator shows at this moment.', example: '492039' });
export const RecoveryCode = () =>
  Text({ optional: true, max: 40, about: 'One of those that were shown once, instead of `code`.', example: 'abcdef-ghijkl-mnopqr-stuvwx' });

export class VerificationDto {
  @Text({ max: 100, about: '`challenge_secret` of the login.' }) secret!: string;
  @Code({ optional: true }) code?: string;
  @RecoveryCode() recovery_code?: string;
  @CartToBring() cart_id?: string | null;
}

export class ConfirmFactorDto {
  @Code() code!: string;
}

export class BegunFactorBody {
  @ApiProperty({ example: 'mfa_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ description: 'For typing it in, in base32. Shown this once.', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }) secret!: string;
  @ApiProperty({ description: 'For a QR code. Shown this once.', example: 'otpauth://totp/shop.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP' }) uri!: string;
}

export class RecoveryCodesBody {
  @ApiProperty({ type: [String], description: 'Each counts once. Shown this once; those before do not count any more.', example: ['abcdef-ghijkl-mnopqr-stuvwx'] }) recovery_codes!: string[];
}

export class FactorBody {
  @ApiProperty({ example: 'mfa_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ enum: ['totp'] }) kind!: 'totp';
  @ApiProperty({ enum: ['unconfirmed', 'confirmed'], description: 'Only confirmed ones are asked for.' }) status!: string;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) confirmed_at!: string | null;
}

export class FactorsBody {
  @ApiProperty({ type: [FactorBody] }) data!: FactorBody[];
}

export class ChallengeBody {
  @ApiProperty({ enum: [true] }) mfa_required!: true;
  @ApiProperty({ description: 'Goes into the path of the verification.', example: 'mch_01h455vb4pex5vsknk084sn02q' }) challenge_id!: string;
  @ApiProperty({ description: 'Goes into its body: knowing the id is not enough.' }) challenge_secret!: string;
  @ApiProperty({ format: 'date-time', description: 'Five minutes after the password.' }) expires_at!: string;
}

interface Shown {
  readonly code?: string | undefined;
  readonly recovery_code?: string | undefined;
}

/** @throws MfaCodeMissing unless there is one of the two */
export function proofOf(shown: Shown): FactorProof {
  const proof = proofIn(shown);
  if (!proof) throw new MfaCodeMissing();
  return proof;
}

/** @throws MfaCodeMissing when there are both */
export function proofIn({ code, recovery_code }: Shown): FactorProof | undefined {
  if (code && recovery_code) throw new MfaCodeMissing();
  if (code) return { code };
  return recovery_code ? { recoveryCode: recovery_code } : undefined;
}

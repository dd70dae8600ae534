import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { hashToken, PLATFORM_SETTINGS, type PlatformSettings } from '@holdfast/platform';
import { DRIFT_STEPS, OneTimeCodes, RECOVERY_CODES, STEP_SECONDS } from '../../domain/second-factor.js';

/** RFC 4226 §4 R6 recommends 160 bits. SHA-1 and six digits are what every authenticator understands; HMAC does not suffer from collisions. */
const SECRET_BYTES = 20;
const ALGORITHM = 'SHA1';
const DIGITS = 6;

/** 15 bytes are 24 characters of base32, four groups of six. */
const RECOVERY_BYTES = 15;
const GROUP = /.{6}(?=.)/g;

@Injectable()
export class OtpauthCodes extends OneTimeCodes {
  constructor(@Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings) {
    super();
  }

  newSecret(): Uint8Array {
    return randomBytes(SECRET_BYTES);
  }

  shown(secret: Uint8Array): string {
    return secretOf(secret).base32;
  }

  uri(secret: Uint8Array, account: string): string {
    const issuer = new URL(this.settings.publicUrl).host;
    return new TOTP({ issuer, label: account, secret: secretOf(secret), algorithm: ALGORITHM, digits: DIGITS, period: STEP_SECONDS }).toString();
  }

  stepOf(secret: Uint8Array, code: string, now: Date): number | undefined {
    const timestamp = now.getTime();
    const drift = TOTP.validate({ token: code, secret: secretOf(secret), algorithm: ALGORITHM, digits: DIGITS, period: STEP_SECONDS, timestamp, window: DRIFT_STEPS });
    return drift === null ? undefined : TOTP.counter({ period: STEP_SECONDS, timestamp }) + drift;
  }

  newRecoveryCodes(): readonly string[] {
    return Array.from({ length: RECOVERY_CODES }, () => secretOf(randomBytes(RECOVERY_BYTES)).base32.toLowerCase().replaceAll(GROUP, '$&-'));
  }

  hashOfRecoveryCode(code: string): Buffer {
    return hashToken(code.toLowerCase().replaceAll(/[\s-]/g, ''));
  }
}

/** The bytes alone: a small Buffer is a window on the pool of all of them. */
const secretOf = (bytes: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });

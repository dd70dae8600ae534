import type { Id } from '@holdfast/kernel';
import type { Origin } from './sessions.js';
import type { SubjectId } from './session.js';

export type FactorId = Id<'mfa'>;
export type ChallengeId = Id<'mch'>;

/** RFC 6238 §5.2: steps of 30 s, and one step of drift to each side. */
export const STEP_SECONDS = 30;
export const DRIFT_STEPS = 1;
/** How long somebody who knew the password may take for the code, and how often they may be wrong. */
export const CHALLENGE_MINUTES = 5;
export const CHALLENGE_ATTEMPTS = 5;
/** A phone, a second one, a key fob; more would only be more to lose. */
export const FACTORS_MAX = 5;
export const RECOVERY_CODES = 10;

/** What is known about somebody's second factor at a request. */
export interface FactorState {
  /** Whether there is a confirmed factor. */
  readonly enrolled: boolean;
  /** Whether it was shown with this login. */
  readonly passed: boolean;
}

/** What a member of staff has to do about a second factor before it may do anything else. */
export type MissingFactor = 'enrollment' | 'verification';

/**
 * A session that was opened before the factor was set up is worth no more than one of a thief who knows the password, so the rule looks at
 * the session and not at the account alone.
 */
export function missingFactor({ enrolled, passed }: FactorState, required: boolean): MissingFactor | undefined {
  if (enrolled) return passed ? undefined : 'verification';
  return required ? 'enrollment' : undefined;
}

/** Whether staff needs a second factor: STAFF_MFA_REQUIRED. */
export class StaffMfaRule {
  constructor(readonly required: boolean) {}
}

/** What somebody shows: the code of the moment, or one of those kept for the day the device is lost. */
export type FactorProof = { readonly code: string } | { readonly recoveryCode: string };

/** A factor that counts. */
export interface Factor {
  readonly id: FactorId;
  readonly secret: Uint8Array;
}

/** Second factors by TOTP and recovery codes, of customers and staff alike. Writing needs an active unit of work. */
export abstract class Factors {
  abstract isEnrolled(subject: SubjectId): Promise<boolean>;

  /** Begins a factor, in the place of one that was never confirmed. @throws TooManyFactors */
  abstract begin(id: FactorId, subject: SubjectId, secret: Uint8Array): Promise<void>;

  /** The secret of a factor that waits for its confirmation, locked until the end of the unit of work. */
  abstract begun(id: FactorId, subject: SubjectId): Promise<Uint8Array | undefined>;

  /** From now on the factor is asked for; the code of this step is used up. */
  abstract confirm(id: FactorId, step: number): Promise<void>;

  /** All that count. */
  abstract confirmed(subject: SubjectId): Promise<readonly Factor[]>;

  /** Uses the code of this step up; false when it, or a later one, was used before. Of any number at once one is answered true. */
  abstract spend(id: FactorId, step: number): Promise<boolean>;

  /** These are the recovery codes from now on. */
  abstract replaceRecoveryCodes(subject: SubjectId, hashes: readonly Uint8Array[]): Promise<void>;

  /** Uses a recovery code up; of any number at once one is answered true. */
  abstract spendRecoveryCode(subject: SubjectId, hash: Uint8Array): Promise<boolean>;

  /** Removes a factor, and the recovery codes with the last one; answers whether there was one. */
  abstract remove(id: FactorId, subject: SubjectId): Promise<boolean>;

  abstract removeAll(subject: SubjectId): Promise<void>;
}

/** A login whose password was right and whose code is still to come. */
export interface Challenge {
  readonly subject: SubjectId;
  readonly origin: Origin;
}

/** Challenges. Each call is one statement. */
export abstract class Challenges {
  /** Opens one; answers until when it counts. */
  abstract open(id: ChallengeId, challenge: Challenge, secretHash: Buffer): Promise<Date>;

  /** The challenge while it counts and for whoever has its secret. */
  abstract find(id: ChallengeId, secretHash: Buffer): Promise<Challenge | undefined>;

  /** Takes one of its attempts, before the code is looked at; false when there is none left. Outside of a unit of work, so that it stays taken. */
  abstract attempt(id: ChallengeId): Promise<boolean>;

  /** Ends it with success, once. Needs an active unit of work. */
  abstract solve(id: ChallengeId): Promise<boolean>;
}

/** Codes of authenticators and codes for the day they are lost. */
export abstract class OneTimeCodes {
  abstract newSecret(): Uint8Array;

  /** As people type it where no camera helps. */
  abstract shown(secret: Uint8Array): string;

  /** What authenticators read from a QR code (github.com/google/google-authenticator/wiki/Key-Uri-Format). */
  abstract uri(secret: Uint8Array, account: string): string;

  /** The step whose code this is, within {@link DRIFT_STEPS} of the time; undefined when it is none. */
  abstract stepOf(secret: Uint8Array, code: string, now: Date): number | undefined;

  /** {@link RECOVERY_CODES} of 120 random bits each: enough for a fast hash (ASVS 5.0, 6.5.2). */
  abstract newRecoveryCodes(): readonly string[];

  /** Of a code as people type it: in any case, with or without hyphens. */
  abstract hashOfRecoveryCode(code: string): Buffer;
}

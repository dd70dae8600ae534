import type { Provider } from '@nestjs/common';
import { Clock, SecurityLog } from '@holdfast/kernel';
import { made } from '@holdfast/platform';
import { OtpauthCodes } from './adapters/crypto/otpauth-codes.js';
import { MfaChallengesController } from './adapters/http/mfa-challenges.controller.js';
import { CustomerFactorsController, StaffFactorsController } from './adapters/http/mfa-factors.controller.js';
import { ListFactorsHandler } from './adapters/persistence/list-factors.handler.js';
import { PostgresChallenges } from './adapters/persistence/postgres-challenges.js';
import { PostgresFactors } from './adapters/persistence/postgres-factors.js';
import { BeginFactorHandler } from './application/begin-factor.js';
import { ChallengeOpener } from './application/challenge-opener.js';
import { ConfirmFactorHandler } from './application/confirm-factor.js';
import { FactorCheck } from './application/factor-check.js';
import { LinkTokens } from './application/link-tokens.js';
import { RemoveFactorHandler } from './application/remove-factor.js';
import { ResetFactorsHandler } from './application/reset-factors.js';
import { VerifyChallengeHandler } from './application/verify-challenge.js';
import { Challenges, Factors, OneTimeCodes } from './domain/second-factor.js';

/** Second factors of customers and staff. */
export const SECOND_FACTORS_PROVIDERS: Provider[] = [
  { provide: Factors, useClass: PostgresFactors },
  { provide: Challenges, useClass: PostgresChallenges },
  { provide: OneTimeCodes, useClass: OtpauthCodes },
  made(FactorCheck, Factors, OneTimeCodes, Clock, SecurityLog),
  made(ChallengeOpener, Challenges, LinkTokens, Factors),
  BeginFactorHandler, ConfirmFactorHandler, RemoveFactorHandler, ResetFactorsHandler, ListFactorsHandler, VerifyChallengeHandler,
];

export const SECOND_FACTORS_CONTROLLERS = [CustomerFactorsController, StaffFactorsController, MfaChallengesController];

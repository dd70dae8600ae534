import { Clock, SecurityLog } from '@holdfast/kernel';
import { type FactorProof, Factors, OneTimeCodes } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';

/** Judges what somebody shows as a second factor. */
export class FactorCheck {
  constructor(
    private readonly factors: Factors,
    private readonly codes: OneTimeCodes,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Whether it is right; if so, it is used up with the unit of work that has to be active. */
  async passes(subject: SubjectId, proof: FactorProof): Promise<boolean> {
    return 'code' in proof ? this.#code(subject, proof.code) : this.#recoveryCode(subject, proof.recoveryCode);
  }

  async #code(subject: SubjectId, code: string): Promise<boolean> {
    const now = this.clock.now();
    for (const { id, secret } of await this.factors.confirmed(subject)) {
      const step = this.codes.stepOf(secret, code, now);
      if (step !== undefined && (await this.factors.spend(id, step))) return true;
    }
    return false;
  }

  async #recoveryCode(subject: SubjectId, code: string): Promise<boolean> {
    if (!(await this.factors.spendRecoveryCode(subject, this.codes.hashOfRecoveryCode(code)))) return false;
    await this.securityLog.note({ event: 'mfa.recovery-code-used', actor: subject, subject });
    return true;
  }
}

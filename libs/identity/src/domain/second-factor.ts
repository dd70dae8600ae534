/** What is known about somebody's second factor at a request. */
export interface FactorState {
  /** Whether there is a confirmed factor. */
  readonly enrolled: boolean;
  /** Whether it was shown in this session. */
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

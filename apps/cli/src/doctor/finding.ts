/** ok; warning: works, with less than is promised; fault: must not go on like that. */
export type State = 'ok' | 'warning' | 'fault';

/** What the doctor found at one place. */
export interface Finding {
  /** `durability.fsync`: stable, for machines. */
  readonly check: string;
  readonly state: State;
  readonly says: string;
  /** What to do about it; none where all is well. */
  readonly todo?: string;
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const warning = (check: string, says: string, todo: string): Finding => ({ check, state: 'warning', says, todo });
export const fault = (check: string, says: string, todo: string): Finding => ({ check, state: 'fault', says, todo });

const MARKS: Readonly<Record<State, string>> = { ok: '✓', warning: '!', fault: '✗' };

export const line = ({ state, says, todo }: Finding): string => `${MARKS[state]} ${says}${todo ? `\n    ${todo}` : ''}`;

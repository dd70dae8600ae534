import { problem } from '@holdfast/kernel';
import type { LineFault } from './settlement-line.js';

/** So many faults of a file are told. */
export const FAULTS_TOLD = 100;

/** The file cannot be taken as it is: nothing of it is. */
export class UnreadableReport extends Error {
  readonly code = 'settlement-report-unreadable';

  /** `faults` are the first of `count`. */
  constructor(
    readonly faults: readonly LineFault[],
    readonly count = faults.length,
  ) {
    super(`The file has ${count === 1 ? 'a fault' : `${count} faults`}; nothing of it was taken over.`);
  }
}

export class SettlementReportNotFound extends problem({
  code: 'settlement-report-not-found',
  kind: 'not-found',
  title: 'There is no such settlement report, or no such difference in it',
}) {
  constructor() {
    super('There is no settlement report with this id, or it has no such difference.');
  }
}

export class DifferenceSettled extends problem({
  code: 'difference-settled',
  kind: 'conflict',
  title: 'This difference is settled already',
  about: 'Its correction was booked, or a later report explained it.',
}) {
  constructor() {
    super('Nothing is left to correct: read the difference again.');
  }
}

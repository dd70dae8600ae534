import { problem } from '@holdfast/kernel';
import type { LineFault } from './settlement-line.js';

const SHOWN = 100;

export class SettlementReportUnreadable extends problem({
  code: 'settlement-report-unreadable',
  kind: 'refused',
  title: 'The settlement report cannot be taken as it is',
  about: '`errors` names the first faults by line and column. Nothing of the file was taken over: mend it and send it again.',
}) {
  constructor(faults: readonly LineFault[]) {
    super(`The file has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}; nothing of it was taken over.`, { faults: faults.slice(0, SHOWN) });
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

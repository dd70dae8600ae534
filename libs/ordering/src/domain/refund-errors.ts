import { type MoneyData, problem } from '@holdfast/kernel';

export class LineNotRefundable extends problem({
  code: 'line-not-refundable',
  kind: 'conflict',
  title: 'So many pieces of this line cannot be refunded',
  about: '`left` tells how many are not refunded yet, those on their way included. Name each line of the order once.',
}) {
  constructor(lineId: string, left: number) {
    super(left > 0 ? `${left} pieces of the line are left to refund.` : 'Nothing of this line is left to refund.', { line_id: lineId, left });
  }
}

export class RefundBeyondPayments extends problem({
  code: 'refund-beyond-payments',
  kind: 'conflict',
  title: 'The payments of the order do not have that much',
  about: 'Only captured money is refunded, and what was refunded by amount counts as well. Void what is only authorized.',
}) {
  constructor(available: MoneyData) {
    super(`The payments of the order have ${available.amount} minor units of ${available.currency} to give back.`, { available });
  }
}

export class NothingToRefund extends problem({
  code: 'nothing-to-refund',
  kind: 'refused',
  title: 'These pieces cost nothing',
}) {
  constructor() {
    super('What was free is not refunded.');
  }
}

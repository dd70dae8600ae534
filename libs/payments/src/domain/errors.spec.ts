import { expectRefusal, refusals } from '../../../../test/support/problems.js';
import { PaymentInProgress, UnknownGateway } from './errors.js';
import { AccountNotFound, BooksWouldNotHold, JournalNotFound, JournalReversed } from './ledger/ledger-errors.js';
import { OperationNotForPeople, PartNotPossible, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PaymentCurrencyMismatch, ReferenceNeeded } from './operation-errors.js';
import { NoPaymentRoute } from './routing-errors.js';
import { PaymentMethodNotActive, PaymentMethodNotFound, PaymentMethodNotUsable, PaymentMethodsFull, PaymentMethodsNotKept } from './saved-method-errors.js';
import { DifferenceSettled, SettlementReportNotFound, UnreadableReport } from './settlement/settlement-errors.js';
import { WebhookRefused } from './webhook-errors.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('what payments refuse', () => {
  it.each(refusals(
    ['unknown-payment-gateway', 'refused', new UnknownGateway('cash', ['stripe']), { gateways: ['stripe'] }],
    ['payment-in-progress', 'conflict', new PaymentInProgress(), { retry_after: 2 }],
    ['payment-action-not-allowed', 'conflict', new PaymentActionNotAllowed('void', 'captured', ['refund']), { action: 'void', payment_status: 'captured', allowed_actions: ['refund'] }],
    ['payment-action-not-allowed', 'conflict', new PaymentActionNotAllowed('void', 'failed', []), { action: 'void', payment_status: 'failed', allowed_actions: [] }],
    ['payment-amount-beyond-bounds', 'conflict', new PaymentAmountBeyondBounds('refund', EUR(9), 8, ['refund']), { action: 'refund', asked: EUR(9), available: EUR(8), allowed_actions: ['refund'] }],
    ['partial-operation-not-possible', 'refused', new PartNotPossible('capture', 'stripe', EUR(9)), { action: 'capture', gateway: 'stripe', whole: EUR(9) }],
    ['payment-currency-mismatch', 'refused', new PaymentCurrencyMismatch('EUR'), { currency: 'EUR' }],
    ['operation-needs-no-human', 'conflict', new OperationNotForPeople('requires_action'), { operation_state: 'requires_action' }],
    ['gateway-reference-needed', 'refused', new ReferenceNeeded()],
    ['no-payment-route', 'refused', new NoPaymentRoute(['stripe']), { gateways: ['stripe'] }],
    ['payment-method-not-found', 'not-found', new PaymentMethodNotFound()],
    ['payment-method-not-usable', 'refused', new PaymentMethodNotUsable()],
    ['payment-methods-not-kept', 'refused', new PaymentMethodsNotKept('paypal', ['stripe']), { gateway: 'paypal', gateways: ['stripe'] }],
    ['payment-methods-not-kept', 'refused', new PaymentMethodsNotKept('paypal', []), { gateway: 'paypal', gateways: [] }],
    ['payment-methods-full', 'conflict', new PaymentMethodsFull(20), { max_payment_methods: 20 }],
    ['payment-method-not-active', 'conflict', new PaymentMethodNotActive('pending')],
    ['webhook-refused', 'invalid', new WebhookRefused('signature'), { reason: 'signature' }],
    ['webhook-refused', 'invalid', new WebhookRefused('stale'), { reason: 'stale' }],
    ['webhook-refused', 'invalid', new WebhookRefused('malformed'), { reason: 'malformed' }],
    ['webhook-refused', 'invalid', new WebhookRefused('unknown-gateway'), { reason: 'unknown-gateway' }],
    ['ledger-account-not-found', 'not-found', new AccountNotFound()],
    ['journal-not-found', 'not-found', new JournalNotFound()],
    ['journal-reversed', 'conflict', new JournalReversed()],
    ['ledger-floor', 'refused', new BooksWouldNotHold()],
    ['settlement-report-not-found', 'not-found', new SettlementReportNotFound()],
    ['difference-settled', 'conflict', new DifferenceSettled()],
  ))('$code', ({ refused }) => expectRefusal(refused));

  it('with words that fit the case', () => {
    expect(new UnknownGateway('cash', ['stripe', 'paypal']).message).toContain('stripe and paypal, not by "cash"');
    expect(new PaymentActionNotAllowed('void', 'captured', ['capture', 'refund']).message).toContain('possible: capture, refund');
    expect(new PaymentActionNotAllowed('void', 'failed', []).message).toContain('nor is anything else');
    expect(new OperationNotForPeople('requires_action').message).toContain('is requires action and');
    expect(new PaymentMethodsNotKept('paypal', ['stripe', 'adyen']).message).toContain('stripe and adyen, not by "paypal"');
    expect(new PaymentMethodsNotKept('paypal', []).message).toContain('No gateway');
  });

  it('of a settlement file, with the number of its faults', () => {
    const fault = { line: 1 } as unknown as UnreadableReport['faults'][number];

    expect(new UnreadableReport([fault])).toMatchObject({ code: 'settlement-report-unreadable', count: 1, faults: [fault], message: expect.stringContaining('a fault;') });
    expect(new UnreadableReport([fault], 7)).toMatchObject({ count: 7, message: expect.stringContaining('7 faults;') });
  });
});

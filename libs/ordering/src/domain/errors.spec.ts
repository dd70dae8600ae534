import { newId } from '@holdfast/kernel';
import { expectRefusal, refusals } from '../../../../test/support/problems.js';
import { CartExists, CurrenciesDiffer } from './cart-errors.js';
import { CartChanged, CartFull, CartIncomplete, CartNotOpen, CheckoutNotOpen, InsufficientStock, PaymentDeclined, PriceChanged, QuantityTooLarge, VariantUnavailable } from './errors.js';
import { PaymentGatewayUnavailable } from './payment-errors.js';
import { LineNotRefundable, NothingToRefund, RefundBeyondPayments } from './refund-errors.js';
import { PaymentBeyondTotal, TenderCurrencyMismatch } from './tender-errors.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const cartId = newId('cart');
const short = [{ line_id: 'line_1', variant_id: 'var_1', requested: 3, available: 2 }];
const prices = [{ line_id: 'line_1', previous: EUR(100), current: EUR(120) }];
const declined = { checkout_id: 'chk_1', payment_id: 'pay_1', decline_code: 'do_not_honor', expires_at: '2026-01-01T00:00:00Z' };
const unreachable = { checkout_id: 'chk_1', payment_id: 'pay_1', gateway: 'stripe', reason: null, expires_at: '2026-01-01T00:00:00Z' };

describe('what carts, checkouts and orders refuse', () => {
  it.each(refusals(
    ['variant-unavailable', 'refused', new VariantUnavailable(['var_1'], 'EUR'), { variant_ids: ['var_1'], currency: 'EUR' }],
    ['cart-full', 'refused', new CartFull(100), { limit: 100 }],
    ['quantity-too-large', 'refused', new QuantityTooLarge(999), { limit: 999 }],
    ['cart-not-open', 'conflict', new CartNotOpen('locked', 'chk_1'), { cart_status: 'locked', checkout_id: 'chk_1' }],
    ['cart-not-open', 'conflict', new CartNotOpen('converted'), { cart_status: 'converted' }],
    ['cart-not-open', 'conflict', new CartNotOpen('abandoned'), { cart_status: 'abandoned' }],
    ['cart-not-open', 'conflict', new CartNotOpen('merged'), { cart_status: 'merged' }],
    ['cart-incomplete', 'refused', new CartIncomplete(['email']), { missing: ['email'] }],
    ['cart-changed', 'conflict', new CartChanged('A line is not sold any more.', { line_id: 'line_1' }), { line_id: 'line_1' }],
    ['cart-changed', 'conflict', new CartChanged('A line is not sold any more.')],
    ['price-changed', 'conflict', new PriceChanged(prices), { lines: prices }],
    ['insufficient-stock', 'conflict', new InsufficientStock(short), { lines: short }],
    ['payment-declined', 'payment-refused', new PaymentDeclined(declined), declined],
    ['checkout-not-open', 'conflict', new CheckoutNotOpen('expired'), { checkout_status: 'expired' }],
    ['currencies-differ', 'refused', new CurrenciesDiffer('EUR', 'USD'), { currency: 'EUR', own_currency: 'USD' }],
    ['cart-exists', 'conflict', new CartExists(cartId), { cart_id: cartId }],
    ['payment-gateway-unavailable', 'unavailable', new PaymentGatewayUnavailable(unreachable), { ...unreachable, retry_after: 5 }],
    ['line-not-refundable', 'conflict', new LineNotRefundable('line_1', 2), { line_id: 'line_1', left: 2 }],
    ['line-not-refundable', 'conflict', new LineNotRefundable('line_1', 0), { line_id: 'line_1', left: 0 }],
    ['refund-beyond-payments', 'conflict', new RefundBeyondPayments(EUR(5)), { available: EUR(5) }],
    ['nothing-to-refund', 'refused', new NothingToRefund()],
    ['payment-beyond-total', 'refused', new PaymentBeyondTotal(EUR(5)), { rest: EUR(5) }],
    ['checkout-currency-mismatch', 'refused', new TenderCurrencyMismatch('EUR'), { currency: 'EUR' }],
  ))('$code', ({ refused }) => expectRefusal(refused));

  it('with words that fit the case', () => {
    expect(new LineNotRefundable('line_1', 2).message).toContain('2 pieces');
    expect(new LineNotRefundable('line_1', 0).message).toContain('Nothing');
    expect(new CartIncomplete(['email', 'shipping_address']).message).toContain('email, shipping_address');
    expect(new CheckoutNotOpen('payment_pending').message).toContain('payment pending');
    expect(new Set(['locked', 'converted', 'abandoned', 'merged'].map((status) => new CartNotOpen(status).message)).size).toBe(4);
  });
});

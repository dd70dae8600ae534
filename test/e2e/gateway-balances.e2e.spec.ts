import { CommandBus } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { CompareBalances } from '../../libs/payments/src/application/balance/compare-balances.js';
import { payPalBalance } from '../../libs/payments/src/adapters/gateways/paypal/paypal-balance.js';
import { stripeBalance } from '../../libs/payments/src/adapters/gateways/stripe-balance.js';
import { resolveNow } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Office } from '../support/office.js';
import { Shop } from '../support/shop.js';
import { dashboard } from '../support/webhooks.js';

const BALANCES = '/v1/admin/gateway-balances';

describe('what gateways hold for us', () => {
  let shop: Shop;
  let office: Office;
  let variant: string;
  beforeEach(async () => {
    shop = await Shop.open();
    office = new Office(shop);
    variant = await sellable(shop, { stock: 1_000, price: 2_000 });
  });
  afterEach(() => shop.close());

  const buy = async (payment: object = card()) => (await checkOut(shop, await cartWith(shop, [variant, 1]), { payment })).body;
  const report = async () => (await fetch(`${shop.sandbox.url}/_sandbox/balance-transactions.csv`)).text();
  /** How each gateway stands now, in EUR. */
  const compared = async (): Promise<Record<string, any>> => {
    const { status, body, text } = await shop.admin('POST', `${BALANCES}/syncs`);
    if (status !== 200) throw new Error(text);
    return Object.fromEntries(body.data.map(({ gateway, outcome, comparisons }: any) => [gateway, { outcome, ...comparisons[0] }]));
  };

  it('is what the books say once it has reported, and may be less before', async () => {
    await buy();
    const before = await compared();
    await office.upload({ csv: await report() });
    const after = await compared();

    expect(before['stripe']).toMatchObject({ outcome: 'told', standing: 'waiting', held: { amount: 1_945, currency: 'EUR' }, booked: { amount: 2_000 }, difference: { amount: -55 }, unreported: 1 });
    expect(after['stripe']).toMatchObject({ standing: 'equal', held: { amount: 1_945 }, booked: { amount: 1_945 }, difference: { amount: 0 }, unreported: 0 });
    expect((await shop.admin('GET', `${BALANCES}?gateway=stripe`)).body.data.map(({ standing }: any) => standing)).toEqual(['equal', 'waiting']);
    expect((await shop.admin('GET', `${BALANCES}?standing=waiting&limit=1`)).body).toMatchObject({ data: [{ id: before['stripe'].id }], page: { has_more: false } });
    await expectProof(shop);
  });

  it('is not what the books say when somebody else moves money there, which a person is told', async () => {
    await buy();
    await office.upload({ csv: await report() });
    await dashboard(shop).paymentIntents.create({ amount: 700, currency: 'eur', payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });

    expect((await compared())['stripe']).toMatchObject({ standing: 'differing', difference: { amount: 700 - 36 } });
    const { body } = await shop.admin('GET', '/v1/ops/invariants');
    expect(body.data.filter(({ ok }: any) => !ok)).toMatchObject([{ id: 'I16', offenders: [{ gateway: 'stripe', currency: 'EUR', reported: '2609', booked: '1945' }] }]);
  });

  it('takes what is under way into account', async () => {
    await buy();
    await office.upload({ csv: await report() });
    const { payments: [payment] } = await buy({ ...card(), capture: 'manual' });
    await fetch(`${shop.sandbox.url}/_sandbox/scripts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scripts: [{ operation: 'capture', fault: 'succeed_then_drop', times: 2 }] }) });
    expect((await shop.admin('POST', `/v1/admin/payments/${payment.id}/captures`, {})).status).toBe(202);

    expect((await compared())['stripe']).toMatchObject({ standing: 'waiting', in_flight: { coming: { amount: 2_000 } }, difference: { amount: 1_945 } });
    await resolveNow(shop);
    await office.upload({ csv: await report() });
    expect((await compared())['stripe']).toMatchObject({ standing: 'equal', in_flight: { coming: { amount: 0 } } });
    await expectProof(shop);
  });

  it('is asked of PayPal as well', async () => {
    const { next_action } = await buy({ gateway: 'paypal', method: 'paypal', return_url: 'http://shop.test/return' });
    await fetch(next_action.url.replace('checkoutnow', 'checkoutnow/approve'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await resolveNow(shop);

    expect((await compared())['paypal']).toMatchObject({ outcome: 'told', standing: 'equal', held: { amount: 2_000, currency: 'EUR' } });
  });

  it('is unknown while it cannot be asked, and never asked inside of a unit of work', async () => {
    const alone = await Shop.open({ settings: { STRIPE_API_BASE: 'http://127.0.0.1:1', PAYPAL_API_BASE: 'http://127.0.0.1:1' } });
    const { body } = await alone.admin('POST', `${BALANCES}/syncs`);
    const commands = alone.app.get(CommandBus, { strict: false });
    await expect(alone.app.get(UnitOfWork, { strict: false }).run(() => commands.execute(new CompareBalances()))).rejects.toThrow('unit of work');
    await alone.close();

    expect(body.data).toMatchObject([{ gateway: 'stripe', outcome: 'unknown', comparisons: [] }, { gateway: 'paypal', outcome: 'unknown', comparisons: [] }]);
  });
});

describe('a balance that a gateway tells', () => {
  const fund = (amount: unknown, currency: unknown = 'eur') => ({ amount, currency });
  it.each<[string, unknown, unknown]>([
    ['available and pending together', { available: [fund(5), fund(7, 'jpy')], pending: [fund(-2)] }, { outcome: 'told', held: [{ currency: 'EUR', amount: 3 }, { currency: 'JPY', amount: 7 }] }],
    ['nothing yet', { available: [], pending: [] }, { outcome: 'told', held: [] }],
    ['a fraction', { available: [fund(1.5)], pending: [] }, { outcome: 'unknown', code: 'unreadable-answer' }],
    ['a text', { available: [fund('5')], pending: [] }, { outcome: 'unknown', code: 'unreadable-answer' }],
    ['no currency', { available: [fund(5, null)], pending: [] }, { outcome: 'unknown', code: 'unreadable-answer' }],
    ['only a half', { available: [fund(5)] }, { outcome: 'unknown', code: 'unreadable-answer' }],
  ])('of Stripe: %s', (_, answer, told) => {
    expect(stripeBalance(answer as never)).toEqual(told);
  });

  const at = '2026-01-31T10:00:00Z';
  const total = (value: unknown, currency = 'EUR') => ({ currency, total_balance: { currency_code: currency, value } });
  it.each<[string, number, object, unknown]>([
    ['amounts, negative ones too', 200, { balances: [total('12.34'), total('-5', 'JPY')], as_of_time: at }, { outcome: 'told', asOf: new Date(at), held: [{ currency: 'EUR', amount: 1_234 }, { currency: 'JPY', amount: -5 }] }],
    ['an account that may not ask', 403, { name: 'NOT_AUTHORIZED' }, { outcome: 'untold', code: 'account-may-not-ask' }],
    ['trouble', 500, {}, { outcome: 'unknown', code: 'status-500' }],
    ['no time', 200, { balances: [] }, { outcome: 'unknown', code: 'unreadable-answer' }],
    ['another form', 200, { balances: [total('12,34')], as_of_time: at }, { outcome: 'unknown', code: 'unreadable-answer' }],
  ])('of PayPal: %s', (_, status, body, told) => {
    expect(payPalBalance({ status, body: body as Record<string, unknown> })).toEqual(told);
  });
});

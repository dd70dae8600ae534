import { ORDER } from '../../notifications-under-test.js';
import { confirmationHtml } from './order-confirmation.html.js';
import { confirmationText } from './order-confirmation.text.js';
import { money } from './wording.js';

const HOSTILE = `<script>alert("x")</script>'" onload=x & \u202etxt.exe\r\nTotal     €0.00`;

const hostile = {
  ...ORDER,
  number: HOSTILE,
  lines: ORDER.lines.map((line) => ({ ...line, title: HOSTILE, variantTitle: HOSTILE, sku: HOSTILE })),
  shippingAddress: { name: HOSTILE, line1: HOSTILE, line2: HOSTILE, city: HOSTILE, postal_code: HOSTILE, country: HOSTILE, region: HOSTILE },
  payment: { gateway: HOSTILE, status: HOSTILE },
  orderUrl: `javascript:alert(1)//"><script>`,
  token: HOSTILE,
};

describe('the letter that confirms an order', () => {
  it('tells number, lines, totals, address, payment, link and token in both forms', () => {
    const facts = ['1001', 'November 21, 2026', 'Enamel Mug', 'Large / Midnight Blue · SKU MUG-L-BLUE', '€19.99', '€39.98', 'Linen Tea Towel', '€52.48', 'Ada Lovelace', 'Second floor', 'SW1Y 4JH London', 'United Kingdom', 'Stripe, authorized', ORDER.orderUrl, ORDER.token];

    const letters = [confirmationHtml(ORDER, 'Demo Shop'), confirmationText(ORDER, 'Demo Shop')];

    for (const fact of facts) for (const letter of letters) expect(letter).toContain(fact);
  });

  it('escapes everything that came from people', () => {
    const page = confirmationHtml(hostile, HOSTILE);

    expect(page).not.toContain('<script');
    expect(page).not.toContain('javascript:');
    expect(page).not.toMatch(/["'] onload/);
    expect(page).not.toMatch(/[\u202a-\u202e]/);
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&quot; onload=x &amp;  txt.exe');
  });

  it('lets nobody forge a line of the text', () => {
    const lines = confirmationText(hostile, HOSTILE).split('\n');

    expect(lines.filter((line) => line.startsWith('Total'))).toEqual(['Total     €52.48']);
  });

  it('loads nothing from elsewhere and runs nothing', () => {
    const page = confirmationHtml(ORDER, 'Demo Shop');

    expect(page).not.toMatch(/<(script|img|link|iframe|object|form|video)|url\(|@import|\son\w+=/i);
    expect(page.match(/https?:\/\/[^"<]+/g)).toEqual([ORDER.orderUrl]);
  });

  it('leaves out what an order does not have', () => {
    const order = { ...ORDER, shippingAddress: null, lines: [{ ...ORDER.lines[1]!, quantity: 1 }] };

    const letters = [confirmationHtml(order, 'Demo Shop'), confirmationText(order, 'Demo Shop')];

    for (const letter of letters) expect(letter).not.toMatch(/Ships to|SKU|undefined|null|NaN/);
    expect(letters[0]).toContain('1 item,');
  });

  it.each([
    [1_999, 'EUR', '€19.99'],
    [123_456_789, 'USD', '$1,234,567.89'],
    [500, 'JPY', '¥500'],
    [1_500, 'KWD', 'KWD\u00a01.500'],
    [0, 'EUR', '€0.00'],
    [1_000_000_000_000, 'EUR', '€10,000,000,000.00'],
  ])('writes %i minor units of %s as %s', (amount, currency, text) => {
    expect(money({ amount, currency })).toBe(text);
  });
});

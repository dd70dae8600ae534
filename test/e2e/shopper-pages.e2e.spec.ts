import { Chromium, CHROMIUM } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { ordersOf, resolveNow } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';

const PRICE = 2_499;

(CHROMIUM ? describe : describe.skip)('the pages of the sandbox, in a real browser (skipped where there is neither Chromium nor Chrome in /usr/bin)', () => {
  let shop: Shop;
  let browser: Chromium;

  beforeAll(async () => {
    [shop, browser] = await Promise.all([Shop.open(), Chromium.open()]);
  });
  afterAll(async () => {
    await browser.close();
    await expectProof(shop);
    await shop.close();
  });

  /** A checkout that waits for its shopper, who comes back to a page of this shop. */
  async function waiting(payment: object) {
    const variant = await sellable(shop, { stock: 1, price: PRICE });
    const { body } = await checkOut(shop, await cartWith(shop, [variant, 1]), { payment: { ...payment, return_url: `${shop.url}/livez?back=1` } });
    await browser.goTo(body.next_action.url);
    await eventually(async () => expect(await browser.read('document.readyState')).toBe('complete'));
    return body.id as string;
  }
  const secure = card('pm_card_threeDSecure2Required');
  const wallet = { gateway: 'paypal', method: 'paypal' };

  it.each<[string, object, string, string, string, string, RegExp]>([
    ['3-D Secure', secure, 'Is this you?', '€24.99', 'Approve', 'order', /redirect_status=succeeded/],
    ['3-D Secure', secure, 'Is this you?', '€24.99', 'Decline', 'no order', /redirect_status=failed/],
    ['PayPal', wallet, 'Pay with PayPal', '24.99 EUR', 'Pay now', 'order', /PayerID=/],
    ['PayPal', wallet, 'Pay with PayPal', '24.99 EUR', 'Cancel and go back', 'no order', /back=1&token=[A-Z0-9]+$/],
  ])('%s says what is paid, and leads back to the shop (case %#)', async (_, payment, title, amount, label, ends, back) => {
    const id = await waiting(payment);
    const seen = await browser.read<{ title: string; text: string; wide: boolean }>(
      '({ title: document.querySelector("h1").innerText, text: document.body.innerText, wide: document.documentElement.scrollWidth > innerWidth })',
    );

    await browser.click(label);

    await eventually(async () => expect(await browser.read('location.href')).toMatch(back));
    expect(await browser.read('location.href')).toContain(`${shop.url}/livez?back=1`);
    expect([seen.title, seen.wide]).toEqual([title, false]);
    expect(seen.text).toContain(amount);
    expect(seen.text).toContain('No money moves here.');
    await resolveNow(shop);
    expect(await ordersOf(shop, id)).toBe(ends === 'order' ? 1 : 0);
  });

  it('say so when there is nothing to do any more, and have no button then', async () => {
    await waiting(secure);
    const page = await browser.read<string>('location.href');
    await browser.click('Approve');
    await eventually(async () => expect(await browser.read('location.href')).toContain('back=1'));

    await browser.goTo(page);

    await eventually(async () => expect(await browser.read('document.querySelector("h1")?.innerText')).toBe('That is settled'));
    expect(await browser.read('document.querySelectorAll("button").length')).toBe(0);
  });
});

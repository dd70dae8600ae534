import { booksOf, ordersOf, resolveNow } from '../support/gateway.js';
import { card, cartWith, checkOut, expectProof, type OpenedCart, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';

const CHALLENGE = { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.test/back' };

describe('a shopper who was sent to the bank', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  async function sentAway() {
    const cart = await cartWith(shop, [await sellable(shop, { stock: 1 }), 1]);
    const { body } = await checkOut(shop, cart, { payment: CHALLENGE });
    expect(body).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect', url: expect.stringContaining('/3ds/') } });
    return { cart, id: body.id as string, bank: body.next_action.url as string };
  }
  const decide = (bank: string, decision: 'approve' | 'decline') =>
    fetch(`${bank}/${decision}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  const comeBack = (cart: Pick<OpenedCart, 'headers'>, id: string) => shop.ask('POST', `/v1/checkouts/${id}/returns`, { headers: cart.headers });

  it('comes back to an order, however often and at once', async () => {
    const { cart, id, bank } = await sentAway();
    const redirect = await decide(bank, 'approve');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, expect.stringMatching(/^https:\/\/shop\.test\/back\?/)]);

    const answers = await Promise.all(Array.from({ length: 5 }, () => comeBack(cart, id)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await comeBack(cart, id)).body).toMatchObject({ status: 'completed', next_action: null, order: { status: 'placed' }, payments: [{ status: 'captured' }] });
    expect(await ordersOf(shop, id)).toBe(1);
    expect((await booksOf(shop.sandbox.url, id)).charges).toHaveLength(1);
  });

  it('can pay otherwise when the bank said no', async () => {
    const { cart, id, bank } = await sentAway();
    await decide(bank, 'decline');

    expect((await comeBack(cart, id)).body).toMatchObject({ status: 'open', allowed_actions: ['pay', 'cancel'], payments: [{ status: 'failed' }] });
    expect((await shop.ask('POST', `/v1/checkouts/${id}/payments`, { headers: { ...cart.headers, 'idempotency-key': `again-${id}` }, body: card() })).body.status).toBe('completed');
  });

  it('is asked to act again when nothing was done at the bank, whatever the address of the return says', async () => {
    const { cart, id, bank } = await sentAway();

    expect((await comeBack(cart, id)).body).toMatchObject({ status: 'requires_action', next_action: { url: bank } });
    expect((await shop.ask('POST', `/v1/checkouts/${id}/returns?redirect_status=succeeded`, { headers: cart.headers })).status).toBe(400);
  });

  it.each(Array.from({ length: 6 }, (_, i) => i))('who gives up while the bank says yes has an order or the money back, never both: %i', async (turn) => {
    const { cart, id, bank } = await sentAway();
    await decide(bank, 'approve');

    const giveUp = () => shop.ask('DELETE', `/v1/checkouts/${id}`, { headers: cart.headers });
    const [canceled] = await Promise.all(turn % 2 ? [giveUp(), comeBack(cart, id), resolveNow(shop)] : [giveUp(), resolveNow(shop), comeBack(cart, id)]);
    await resolveNow(shop);
    await resolveNow(shop);

    expect([204, 409]).toContain(canceled.status);
    const [charge] = (await booksOf(shop.sandbox.url, id)).charges;
    expect([await ordersOf(shop, id), charge.amount_captured - charge.amount_refunded]).toEqual(canceled.status === 204 ? [0, 0] : [1, 1_999]);
  });

  it('is nobody without the secret of the cart', async () => {
    const { id } = await sentAway();
    const other = await cartWith(shop, [await sellable(shop), 1]);

    expect((await comeBack({ headers: {} }, id)).status).toBe(404);
    expect((await comeBack(other, id)).status).toBe(404);
  });
});

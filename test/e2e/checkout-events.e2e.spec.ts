import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { toUuid } from '@holdfast/kernel';
import { ExpireCheckouts } from '../../libs/ordering/src/application/end-checkouts.js';
import { card, cartWith, checkOut, type OpenedCart, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { shopperOf } from '../support/shopper.js';
import { sql } from '../support/sql.js';

describe('what other modules are told of a sale', () => {
  let shop: Shop;
  let mug: string;
  beforeAll(async () => {
    shop = await Shop.open();
    mug = await sellable(shop, { stock: 1_000 });
  });
  afterAll(() => shop.close());

  const call = (method: string, { headers }: OpenedCart, path: string, body?: object) => shop.ask(method, path, { headers: { ...headers, 'idempotency-key': randomUUID() }, body });
  const open = (cart: OpenedCart) => call('POST', cart, '/v1/checkouts', { cart_id: cart.id });
  const cancel = (cart: OpenedCart, id: string) => call('DELETE', cart, `/v1/checkouts/${id}`);
  /** What is told of a cart, its checkouts and its order, in order: `version of the subject, type, status before > after`, and the rest. */
  const told = async ({ id }: { readonly id: string }) => {
    const events = await sql(shop.database.url, `select * from platform.outbox where type like 'ordering.%' and (subject = $1 or payload->>'cart_id' = $2) order by occurred_at, id`, [toUuid(id), id]);
    return events.map(({ type, version, from_state, to_state, payload }) => [`${version} ${type}${to_state ? ` ${from_state} > ${to_state}` : ''}`, payload]);
  };
  const holds = async (checkout: string) => (await sql(shop.database.url, 'select status from inventory.holds where checkout_id = $1', [toUuid(checkout)])).map(({ status }) => status);

  it('is each step of its checkout, also those back, and the order at last', async () => {
    const cart = await cartWith(shop, [mug, 1]);
    const { id } = (await open(cart)).body;
    const declined = await call('POST', cart, `/v1/checkouts/${id}/payments`, card('pm_card_visa_chargeDeclined'));
    const { status, body: { order, payments } } = await call('POST', cart, `/v1/checkouts/${id}/payments`, card());

    expect([declined.status, status]).toEqual([402, 201]);
    const of = { cart_id: cart.id };
    expect(await told(cart)).toEqual([
      ['1 ordering.checkout-opened.v1 null > open', of], ['2 ordering.checkout-processing.v1 open > processing', of], ['3 ordering.checkout-open.v1 processing > open', of],
      ['4 ordering.checkout-processing.v1 open > processing', of], ['5 ordering.checkout-completed.v1 processing > completed', of],
      ['1 ordering.order-placed.v1 null > placed', { ...of, order_id: order.id, checkout_id: id, payment_id: payments.at(-1).id, customer_id: null }],
    ]);
    expect(await holds(id)).toEqual(['allocated']);
  });

  it('is once that it was canceled, however often that is asked for; its stock was released', async () => {
    const cart = await cartWith(shop, [mug, 1]);
    const { id } = (await checkOut(shop, cart, { payment: { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.test/back' } })).body;
    const canceled = [await cancel(cart, id), await cancel(cart, id)];

    expect(canceled.map(({ status }) => status)).toEqual([204, 204]);
    expect((await told(cart)).map(([event]) => event)).toEqual([
      '1 ordering.checkout-opened.v1 null > processing', '2 ordering.checkout-requires-action.v1 processing > requires_action', '3 ordering.checkout-canceled.v1 requires_action > canceled',
    ]);
    expect(await holds(id)).toEqual(['released']);
  });

  it('is that its time was over, and so was that of its stock', async () => {
    const cart = await cartWith(shop, [mug, 1]);
    const { id } = (await open(cart)).body;
    await sql(shop.database.url, `update ordering.checkouts set expires_at = now() - interval '1 second' where id = $1`, [toUuid(id)]);

    await shop.app.get(CommandBus, { strict: false }).execute(new ExpireCheckouts(100));

    expect((await told(cart)).map(([event]) => event)).toEqual(['1 ordering.checkout-opened.v1 null > open', '2 ordering.checkout-expired.v1 open > expired']);
    expect(await holds(id)).toEqual(['expired']);
  });

  it('is whose a cart became, and into which one it was merged', async () => {
    const ada = await shopperOf(shop);
    const [first, second] = [await cartWith(shop, [mug, 1]), await cartWith(shop, [mug, 1])];
    await ada.logIn(first);
    await ada.logIn(second);

    expect(await told(first)).toEqual([['2 ordering.cart-claimed.v1', { customer_id: ada.id }]]);
    expect(await told(second)).toEqual([['2 ordering.cart-merged.v1', { customer_id: ada.id, merged_into: first.id }]]);
  });
});

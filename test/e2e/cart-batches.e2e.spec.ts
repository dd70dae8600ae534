import { randomBytes, randomUUID } from 'node:crypto';
import { type Id, IdempotencyKeyReused, newId, RequestInProgress } from '@holdfast/kernel';
import { hashToken } from '@holdfast/platform';
import { CartOpener } from '../../libs/ordering/src/application/cart-opener.js';
import { CheckoutCommitter } from '../../libs/ordering/src/application/checkout-committer.js';
import type { CartRequest } from '../../libs/ordering/src/application/open-carts.js';
import { VariantUnavailable } from '../../libs/ordering/src/domain/errors.js';
import { cartWith, MANUAL, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('carts that are opened at the same moment', () => {
  let shop: Shop;
  let opener: CartOpener;
  let variantId: CartRequest['lines'][number]['variantId'];

  beforeAll(async () => {
    shop = await Shop.open();
    opener = shop.app.get(CartOpener, { strict: false });
    variantId = (await sellable(shop)) as typeof variantId;
  });
  afterAll(() => shop.close());

  const carts = async () => (await sql<{ n: number }>(shop.database.url, 'select count(*)::int as n from ordering.carts'))[0]!.n;
  const keyed = (key: string = randomUUID(), body = 'a') => ({ scope: 'test', key, fingerprint: Buffer.from(body) });
  const request = (facts: Partial<CartRequest> = {}): CartRequest => ({
    currency: 'EUR', lines: [{ variantId, quantity: 1 }], details: {}, owner: { tokenHash: randomBytes(32), customerId: null }, asked: keyed(),
    answer: ({ id }) => ({ status: 201, headers: {}, body: id }),
    ...facts,
  });

  it('share one transaction of four statements', async () => {
    const before = await carts();
    let ids: string[] = [];

    const statements = await shop.statementsOf(async () => {
      ids = (await Promise.all(Array.from({ length: 50 }, () => opener.open(request())))).map(({ answer }) => answer.body);
    });

    expect(statements).toHaveLength(4);
    expect([new Set(ids).size, await carts()]).toEqual([50, before + 50]);
  });

  it('get their own answer each: a refused one takes no other down and leaves nothing behind', async () => {
    const [before, twice, other] = [await carts(), keyed(), keyed()];
    const first = await opener.open(request({ asked: other }));
    const refused = request({ lines: [{ variantId: newId('var'), quantity: 1 }] });

    const [one, same, unavailable, foreign, again, reused] = await Promise.allSettled([
      opener.open(request({ asked: twice })), opener.open(request({ asked: { ...twice } })), opener.open(refused),
      opener.open(request({ currency: 'USD', lines: [], asked: undefined })), opener.open(request({ asked: { ...other } })), opener.open(request({ asked: keyed(other.key, 'b') })),
    ]);

    expect(one).toMatchObject({ status: 'fulfilled', value: { replayed: false } });
    expect(same).toEqual({ status: 'fulfilled', value: { answer: (one as PromiseFulfilledResult<{ answer: object }>).value.answer, replayed: true } });
    expect(unavailable).toEqual({ status: 'rejected', reason: expect.any(VariantUnavailable) });
    expect(foreign).toMatchObject({ status: 'fulfilled' });
    expect(again).toEqual({ status: 'fulfilled', value: { answer: first.answer, replayed: true } });
    expect(reused).toEqual({ status: 'rejected', reason: expect.any(IdempotencyKeyReused) });
    expect(await carts()).toBe(before + 3);
    expect((await opener.open({ ...refused, lines: [] })).replayed).toBe(false);
  });

  it('are checked out once when one request comes twice in one batch, and every repeat gets that answer', async () => {
    const committer = shop.app.get(CheckoutCommitter, { strict: false });
    const cart = await cartWith(shop, [variantId, 1]);
    const checkout = () =>
      committer.checkOut({
        asked: keyed('the key of a checkout'), cartId: cart.id as Id<'cart'>, holder: { tokenHash: hashToken(cart.token), customerId: null },
        payment: { ...MANUAL, capture: 'automatic', returnUrl: null },
      });

    const [bought, twin] = await Promise.allSettled([checkout(), checkout()]);

    expect([bought.status, twin]).toEqual(['fulfilled', { status: 'rejected', reason: expect.any(RequestInProgress) }]);
    expect(await checkout()).toEqual({ answer: (bought as PromiseFulfilledResult<{ answer: object }>).value.answer, replayed: true });
  });
});

import { toId } from '@holdfast/kernel';
import { EventDispatcher } from '@holdfast/platform';
import { eventually } from '../support/eventually.js';
import { cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const CONSUMER = 'notifications.order-confirmation';

describe('an event that a subscriber cannot work on', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
  });
  afterAll(() => shop.close());

  const rows = (text: string, values: unknown[] = []) => sql(shop.database.url, text, values);
  const offenders = async () => (await shop.admin('GET', '/v1/ops/invariants')).body.data.find(({ id }: any) => id === 'I19').offenders;

  it('is waited for, is dead with its reason after the last try, and alive again when it succeeds', async () => {
    await eventually(async () => expect(await rows('select type from platform.subscriptions where consumer = $1', [CONSUMER])).toEqual([{ type: 'ordering.order-placed.v1' }]));
    await rows(`alter table notifications.emails add constraint broken check (false) not valid`);
    const { body } = await checkOut(shop, await cartWith(shop, [await sellable(shop), 1]));
    expect(body.status).toBe('completed');
    const [event] = await rows(`select id from platform.outbox where type = 'ordering.order-placed.v1'`);
    const dispatch = (attempt: number) => shop.worker!.get(EventDispatcher, { strict: false }).handle({ id: 'x', data: { id: toId('evt', event!['id']) }, attempt });
    await rows(`update platform.subscriptions set since = now() - interval '1 hour'`);
    await rows(`update platform.outbox set published_at = now() - interval '6 minutes' where id = $1`, [event!['id']]);

    expect(await offenders()).toMatchObject([{ consumer: CONSUMER, event_id: event!['id'] }]);
    await expect(dispatch(11)).rejects.toThrow('consumers of ordering.order-placed.v1 failed');
    expect(await rows('select * from platform.dead_deliveries')).toEqual([]);
    await expect(dispatch(12)).rejects.toThrow('failed');
    expect(await rows('select consumer, reason from platform.dead_deliveries')).toEqual([{ consumer: CONSUMER, reason: 'error 23514 broken' }]);
    expect(await offenders()).toEqual([]);

    await rows('alter table notifications.emails drop constraint broken');
    await dispatch(12);
    expect(await rows('select consumer from platform.dead_deliveries')).toEqual([]);
    await expectProof(shop);
  });
});

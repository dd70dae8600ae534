import { newId, toId } from '@holdfast/kernel';
import { BullJobQueue } from '../../libs/platform/src/queue/bull-job-queue.js';
import { eventually } from '../support/eventually.js';
import { cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PATH = '/v1/ops/dead-letters';

describe('what workers have given up', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
  }, 60_000);
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const letters = async (query = '') => (await shop.admin('GET', `${PATH}${query}`)).body.data as { id: string; failed_at: string; reason: string }[];
  /** A job that nobody tries twice. */
  const giveUp = async (mail: string) => {
    await shop.worker!.get(BullJobQueue, { strict: false }).queue('mail').add('send-email', { id: mail }, { attempts: 1, jobId: `again-${mail}` });
    return eventually(async () => {
      const found = (await letters('?queue=mail')).find(({ id }) => id === `mail.again-${mail}`);
      expect(found).toBeDefined();
      return found!;
    });
  };
  const write = (method: 'POST' | 'DELETE', path: string) => shop.admin(method, path);
  const noted = async (subject: string) => (await shop.admin('GET', `/v1/admin/audit-entries?kind=security&resource_id=${subject}`)).body.data.map(({ action }: { action: string }) => action);

  it('is listed with its reason, tried again, and done once what kept it is mended', async () => {
    await sql(shop.database.url, 'alter table notifications.test_mailbox rename to away');
    await checkOut(shop, await cartWith(shop, [await sellable(shop), 1]));
    const [mail] = await eventually(async () => {
      const rows = await sql<{ id: string }>(shop.database.url, `select id from notifications.emails where status = 'pending' and attempts > 0`);
      expect(rows).toHaveLength(1);
      return rows;
    });
    const letter = await giveUp(toId('eml', mail!.id));
    await sql(shop.database.url, 'alter table notifications.away rename to test_mailbox');

    const retried = await write('POST', `${PATH}/${letter.id}/retries`);

    expect(letter).toMatchObject({ queue: 'mail', job: 'send-email', data: { id: toId('eml', mail!.id) }, attempts: 1, reason: expect.stringContaining('does not exist'), failed_at: expect.any(String) });
    expect(retried).toMatchObject({ status: 202, body: { id: letter.id } });
    await eventually(async () => expect(await sql(shop.database.url, 'select from notifications.test_mailbox')).toHaveLength(1));
    await eventually(async () => expect((await letters()).map(({ id }) => id)).not.toContain(letter.id));
    expect(await write('POST', `${PATH}/${letter.id}/retries`)).toMatchObject({ status: 404 });
    expect(await noted(letter.id)).toEqual(['dead-letter.retried']);
  });

  it('comes back when it fails again, until somebody lets it go', async () => {
    const letter = await giveUp(newId('eml'));

    await write('POST', `${PATH}/${letter.id}/retries`);
    await eventually(async () => expect((await letters()).find(({ id, failed_at: at }) => id === letter.id && at > letter.failed_at)).toBeDefined());
    const [first, second] = [await write('DELETE', `${PATH}/${letter.id}`), await write('DELETE', `${PATH}/${letter.id}`)];

    expect([first.status, second.status]).toEqual([204, 404]);
    expect(await letters()).toEqual([]);
    expect(await noted(letter.id)).toEqual(['dead-letter.discarded', 'dead-letter.retried']);
  });

  it.each(['mail.nothing', 'schedules.repeat', 'nothing', 'mail.'])('is nothing under the id %s', async (id) => {
    expect(await write('POST', `${PATH}/${id}/retries`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await write('DELETE', `${PATH}/${id}`)).toMatchObject({ status: 404 });
  });
});

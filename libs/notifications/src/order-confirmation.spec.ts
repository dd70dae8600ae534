import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Client } from 'pg';
import { type Id, newId, toId, toUuid } from '@holdfast/kernel';
import { BullJobQueue, EventDispatcher } from '@holdfast/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { SendEmailJob } from './adapters/jobs/send-email.job.js';
import { ForgetRecipients } from './application/forget-recipients.js';
import { QueueDueEmails } from './application/queue-due-emails.js';
import { ORDER, OrdersOnFile, placeOrder, startWorker } from './notifications-under-test.js';

describe('the order confirmation', () => {
  let database: TestDatabase;
  let client: Client;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    worker = await startWorker(database.url);
  });

  afterAll(async () => {
    await worker?.close();
    await client?.end();
    await database?.drop();
  });

  /** An order whose event is committed, and the dispatch of that event. */
  async function placed({ known = true } = {}) {
    const order = newId('ord');
    if (known) worker.get(OrdersOnFile).file.set(order, { ...ORDER, number: order.slice(-6) });
    await placeOrder(worker, order);
    const { rows } = await client.query('select id from platform.outbox where subject = $1', [toUuid(order)]);
    const dispatch = () => worker.get(EventDispatcher).handle({ id: 'test', data: { id: toId('evt', rows[0].id) }, attempt: 1 });
    return { order, dispatch };
  }

  /** An order whose mail is noted and not yet sent. */
  async function noted(options?: { known: boolean }) {
    const { order, dispatch } = await placed(options);
    await dispatch();
    return { order, id: toId('eml', (await row(order)).id as string) };
  }

  const row = async (order: Id<'ord'>) => (await client.query('select * from notifications.emails where subject_id = $1', [toUuid(order)])).rows[0];
  const send = (id: string, attempt = 1) => worker.get(SendEmailJob).handle({ id: `mail-${id}`, data: { id }, attempt });
  const mails = async (id: string) => (await client.query('select * from notifications.test_mailbox where message_id = $1', [`<${id}@holdfast>`])).rows;
  const settled = async (...work: Promise<unknown>[]) => (await Promise.allSettled(work)).map(({ status }) => status);

  it('is noted once when its event is dispatched many times at once', async () => {
    const { order, dispatch } = await placed();

    await Promise.all(Array.from({ length: 10 }, dispatch));

    const { rows } = await client.query('select status, attempts, recipient from notifications.emails where subject_id = $1', [toUuid(order)]);
    expect(rows).toEqual([{ status: 'pending', attempts: 0, recipient: null }]);
  });

  it('is noted once when two events tell of one order', async () => {
    const { order, dispatch } = await placed();
    await dispatch();
    await client.query('delete from platform.inbox');

    await dispatch();

    const { rows } = await client.query('select count(*)::int as count from notifications.emails where subject_id = $1', [toUuid(order)]);
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('is sent once when its job runs many times at once', async () => {
    const { order, id } = await noted();

    const outcomes = await settled(...Array.from({ length: 10 }, () => send(id)));

    expect(await mails(id)).toHaveLength(1);
    expect(outcomes).toContain('fulfilled');
    expect(await row(order)).toMatchObject({ status: 'sent', attempts: 1, recipient: ORDER.email, message_id: `<${id}@holdfast>` });
  });

  it('goes to the buyer and tells what was bought', async () => {
    const { order, id } = await noted();

    await send(id);

    const [mail] = await mails(id);
    expect(mail).toMatchObject({ recipient: 'ada@example.com', sender: 'Holdfast Demo Shop <shop@example.com>', subject: `Your order ${order.slice(-6)} at Holdfast Demo Shop` });
    expect(mail.body).toContain('2 x €19.99 = €39.98');
    expect(mail.html).toContain('€52.48');
  });

  it('waits for another try after a failure, and holds up no other', async () => {
    const broken = await noted({ known: false });
    const good = await noted();

    const outcomes = await settled(send(broken.id), send(good.id));
    const between = (await row(broken.order)).status as string;
    worker.get(OrdersOnFile).file.set(broken.order, ORDER);
    await send(broken.id, 2);

    expect([outcomes, between]).toEqual([['rejected', 'fulfilled'], 'pending']);
    expect(await row(broken.order)).toMatchObject({ status: 'sent', attempts: 2 });
    expect(await mails(broken.id)).toHaveLength(1);
  });

  it('has failed after the last try, and is sent when somebody tries again by hand', async () => {
    const { order, id } = await noted({ known: false });

    const outcomes = await settled(send(id, 12));
    const between = await row(order);
    worker.get(OrdersOnFile).file.set(order, ORDER);
    await send(id, 13);

    expect(outcomes).toEqual(['rejected']);
    expect(between).toMatchObject({ status: 'failed', recipient: null });
    expect(await row(order)).toMatchObject({ status: 'sent' });
  });

  it('is not sent by two processes: the second is told to come back', async () => {
    const { order, id } = await noted();
    await client.query(`update notifications.emails set status = 'sending', lease_until = now() + interval '1 minute' where subject_id = $1`, [toUuid(order)]);

    await expect(send(id)).rejects.toThrow('is being sent');

    expect(await mails(id)).toHaveLength(0);
  });

  it('reaches the mailbox once although its first sender died before it could say so', async () => {
    const { order, id } = await noted();
    await send(id);
    await client.query(`alter table notifications.emails disable trigger legal_transitions`);
    await client.query(`update notifications.emails set status = 'sending', sent_at = null, recipient = null, lease_until = now() - interval '1 second' where subject_id = $1`, [toUuid(order)]);
    await client.query(`alter table notifications.emails enable trigger legal_transitions`);

    await send(id);

    expect(await mails(id)).toHaveLength(1);
    expect(await row(order)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('is handed to the queue as one job, and again when the queue lost it', async () => {
    const { order, id } = await noted();
    const commands = worker.get(CommandBus);
    const jobs = worker.get(BullJobQueue).queue('mail');
    const job = async () => (await jobs.getJob(`mail-${id}`))?.name;

    await Promise.all([commands.execute(new QueueDueEmails()), commands.execute(new QueueDueEmails())]);
    const first = await job();
    const again = await commands.execute(new QueueDueEmails());
    await jobs.obliterate({ force: true });
    const lost = await job();
    await client.query(`update notifications.emails set queued_at = now() - interval '61 seconds' where subject_id = $1`, [toUuid(order)]);
    await commands.execute(new QueueDueEmails());

    expect([first, again, lost, await job()]).toEqual(['send-email', 0, undefined, 'send-email']);
  });

  it('is due again when the process that was sending it died', async () => {
    const { order, id } = await noted();
    await client.query(`update notifications.emails set status = 'sending', lease_until = now() - interval '1 second', queued_at = null where subject_id = $1`, [toUuid(order)]);

    await worker.get(CommandBus).execute(new QueueDueEmails());

    expect(await worker.get(BullJobQueue).queue('mail').getJob(`mail-${id}`)).toBeDefined();
    expect((await row(order)).queued_at).not.toBeNull();
  });

  it('forgets its recipient after 30 days', async () => {
    const [old, recent] = [await noted(), await noted()];
    await Promise.all([send(old.id), send(recent.id)]);
    await client.query(`update notifications.emails set sent_at = now() - interval '31 days' where subject_id = $1`, [toUuid(old.order)]);

    await worker.get(CommandBus).execute(new ForgetRecipients());

    expect([(await row(old.order)).recipient, (await row(recent.order)).recipient]).toEqual([null, ORDER.email]);
  });

  it('arrives by itself where relay and workers run', async () => {
    const running = await startWorker(database.url, { running: true });
    const order = newId('ord');
    running.get(OrdersOnFile).file.set(order, ORDER);

    await placeOrder(running, order);
    let found = await row(order);
    while (found?.status !== 'sent') found = await row(order);

    expect(await mails(toId('eml', found.id))).toHaveLength(1);
    await running.close();
  });
});

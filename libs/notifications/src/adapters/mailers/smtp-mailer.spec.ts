import { type INestApplicationContext } from '@nestjs/common';
import { UnitOfWork } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { type Mail, Mailer } from '../../application/mailer.js';
import { startWorker } from '../../notifications-under-test.js';
import { startSmtpServer, type TestSmtpServer } from './smtp-server.js';

const MAIL: Mail = {
  to: 'ada@example.com',
  from: 'Holdfast Demo Shop <shop@example.com>',
  subject: 'Your order 1001',
  trace: null,
  html: '<p>Thank you</p>',
  text: 'Thank you',
  messageId: '<eml_01h455vb4pex5vsknk084sn02q@holdfast>',
};

describe('the SMTP mailer', () => {
  let database: TestDatabase;
  let server: TestSmtpServer;
  let worker: INestApplicationContext;
  let mailer: Mailer;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startSmtpServer();
    worker = await startWorker(database.url, { smtpUrl: server.url });
    mailer = worker.get(Mailer);
  });

  afterAll(async () => {
    await worker?.close();
    await server?.stop();
    await database?.drop();
  });

  const received = (to: string) => server.mails.filter((mail) => mail.to.includes(to));

  it('hands over both forms, the sender and the Message-ID', async () => {
    await mailer.send(MAIL);

    const [mail] = received('ada@example.com');
    expect(mail).toMatchObject({ from: 'shop@example.com', to: ['ada@example.com'] });
    for (const part of ['From: Holdfast Demo Shop <shop@example.com>', 'Subject: Your order 1001', `Message-ID: ${MAIL.messageId}`, 'Auto-Submitted: auto-generated', 'text/plain', 'text/html', '<p>Thank you</p>']) {
      expect(mail!.data).toContain(part);
    }
  });

  it('gives every try of one mail the same Message-ID', async () => {
    await Promise.all([mailer.send({ ...MAIL, to: 'twice@example.com' }), mailer.send({ ...MAIL, to: 'twice@example.com' })]);

    const ids = received('twice@example.com').map(({ data }) => /^Message-ID: (.*)$/m.exec(data)?.[1]?.trim());
    expect(ids).toEqual([MAIL.messageId, MAIL.messageId]);
  });

  it.each(['450 4.2.0 later', '550 5.1.1 nobody'])('fails when the server says %s, and others still go out', async (answer) => {
    server.refuse('refused@example.com', answer);

    const [refused, other] = await Promise.allSettled([mailer.send({ ...MAIL, to: 'refused@example.com' }), mailer.send({ ...MAIL, to: `other-${answer.slice(0, 3)}@example.com` })]);

    expect([refused.status, other.status]).toEqual(['rejected', 'fulfilled']);
    expect(received('refused@example.com')).toHaveLength(0);
    expect(received(`other-${answer.slice(0, 3)}@example.com`)).toHaveLength(1);
  });

  it('succeeds at the next try', async () => {
    server.refuse('later@example.com', '450 4.2.0 later');
    await mailer.send({ ...MAIL, to: 'later@example.com' }).catch(() => undefined);
    server.accept('later@example.com');

    await mailer.send({ ...MAIL, to: 'later@example.com' });

    expect(received('later@example.com')).toHaveLength(1);
  });

  it('takes an address for one recipient, and its text for no header', async () => {
    const before = server.mails.length;

    await mailer.send({ ...MAIL, to: 'eve@example.com, all@example.com', subject: 'Hi\r\nBcc: all@example.com' }).catch(() => undefined);

    const mails = server.mails.slice(before);
    expect(mails.flatMap(({ to }) => to)).not.toContain('all@example.com');
    expect(mails.map(({ data }) => data).join()).not.toMatch(/^Bcc:/m);
  });

  it('refuses to work inside a unit of work', async () => {
    const sending = worker.get(UnitOfWork).run(() => mailer.send(MAIL));

    await expect(sending).rejects.toThrow('not sent inside a unit of work');
  });
});

import { Client } from 'pg';
import { newId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { EMAIL, messageIdOf } from '../../domain/email.js';
import { Emails } from '../../domain/emails.js';
import { startWorker } from '../../notifications-under-test.js';

describe('mails in PostgreSQL', () => {
  let database: TestDatabase;
  let client: Client;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let emails: Emails;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    worker = await startWorker(database.url);
    emails = worker.get(Emails);
  });

  afterAll(async () => {
    await worker?.close();
    await client?.end();
    await database?.drop();
  });

  const SET: Record<string, string> = {
    pending: 'lease_until = null, sent_at = null',
    sending: 'lease_until = now(), sent_at = null',
    sent: 'lease_until = null, sent_at = now()',
    failed: 'lease_until = null, sent_at = null',
    dropped: 'lease_until = null, sent_at = null',
  };
  const to = (status: string) => `update notifications.emails set status = '${status}', ${SET[status]} where id = $1`;

  const requested = async () => {
    const email = { id: newId('eml'), kind: 'order-confirmation', subject: newId('ord') } as const;
    await emails.request(email);
    return email;
  };

  it.each(EMAIL.states.flatMap((from) => EMAIL.states.filter((state) => state !== from).map((state) => [from, state] as const)))(
    'lets a mail go from %s to %s only where the machine does',
    async (from, state) => {
      const { id } = await requested();
      await client.query('alter table notifications.emails disable trigger legal_transitions');
      await client.query(to(from), [toUuid(id)]);
      await client.query('alter table notifications.emails enable trigger legal_transitions');

      const outcome = await client.query(to(state), [toUuid(id)]).then(() => 'moved', (error: { message: string }) => error.message);

      expect(outcome).toBe(EMAIL.allows(from, state) ? 'moved' : `email: ${from} to ${state} is not legal`);
    },
  );

  it('gives a mail to one of 20 who claim it at once', async () => {
    const { id, subject } = await requested();

    const claims = await Promise.all(Array.from({ length: 20 }, () => emails.claim(id)));

    expect(claims.filter(({ kind }) => kind === 'claimed')).toEqual([{ kind: 'claimed', email: { id, kind: 'order-confirmation', subject, attempt: 1, trace: null } }]);
    expect(claims.filter(({ kind }) => kind === 'busy')).toHaveLength(19);
  });

  it('keeps one mail of a kind for a subject when 20 ask for it at once', async () => {
    const subject = newId('ord');

    await Promise.all(Array.from({ length: 20 }, () => emails.request({ id: newId('eml'), kind: 'order-confirmation', subject })));

    const { rows } = await client.query('select message_id, id from notifications.emails where subject_id = $1', [toUuid(subject)]);
    expect(rows).toHaveLength(1);
    expect(rows[0].message_id).toMatch(/^<eml_[0-9a-z]{26}@holdfast>$/);
  });

  it('does not let a late failure take the mail from whoever has it now', async () => {
    const { id } = await requested();
    const first = await emails.claim(id);
    await client.query(`update notifications.emails set lease_until = now() - interval '1 second' where id = $1`, [toUuid(id)]);
    const second = await emails.claim(id);

    if (first.kind === 'claimed') await emails.failed(first.email, true);

    const { rows } = await client.query('select status, attempts, message_id from notifications.emails where id = $1', [toUuid(id)]);
    expect(second.kind).toBe('claimed');
    expect(rows).toEqual([{ status: 'sending', attempts: 2, message_id: messageIdOf(id) }]);
  });

  it('has nothing more to do for a mail that was sent', async () => {
    const { id } = await requested();
    const claim = await emails.claim(id);
    if (claim.kind === 'claimed') await emails.sent(claim.email, 'ada@example.com');

    expect(await emails.claim(id)).toEqual({ kind: 'sent' });
    expect(await emails.due(500)).not.toContain(id);
    await expect(emails.claim(newId('eml'))).rejects.toThrow('There is no mail');
  });
});

import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const PASSWORD = 'three small rain boots';

describe('an account', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
  });
  afterAll(() => shop.close());

  const register = (email: string) => shop.ask('POST', '/v1/customers', { body: { email, name: 'Ada Lovelace', password: PASSWORD } });
  const mailsTo = async (email: string): Promise<{ subject: string; text: string }[]> => {
    const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
    return (body.data as { to: string; subject: string; text: string }[]).filter(({ to }) => to === email);
  };
  const written = (text: string, label: string): string => new RegExp(`^${label}: (\\S+)$`, 'm').exec(text)![1]!;

  it('is asked for, confirmed from the mail, entered, kept open, and left', async () => {
    const email = `${randomUUID()}@example.com`;

    expect((await register(email)).status).toBe(202);
    const [mail] = await eventually(async () => {
      const mails = await mailsTo(email);
      expect(mails).toHaveLength(1);
      return mails;
    });
    expect(mail!.subject).toBe('Confirm your account at Test Shop');
    const confirmed = await shop.ask('POST', `/v1/email-verifications/${written(mail!.text, 'Registration')}/confirmations`, { body: { token: written(mail!.text, 'Token') } });
    expect([confirmed.status, confirmed.body.email]).toEqual([201, email]);

    const session = (await shop.ask('POST', '/v1/sessions', { body: { email, password: PASSWORD } })).body;
    const next = (await shop.ask('POST', '/v1/sessions/refreshes', { body: { refresh_token: session.refresh_token } })).body;
    const headers = { authorization: `Bearer ${next.access_token}` };
    expect((await shop.ask('GET', '/v1/customers/me', { headers })).body).toMatchObject({ id: confirmed.body.id, email, name: 'Ada Lovelace' });
    expect((await shop.ask('GET', '/v1/customers/me/sessions', { headers })).body.data).toHaveLength(1);

    expect((await shop.ask('DELETE', '/v1/sessions/current', { headers })).status).toBe(204);
    expect((await shop.ask('GET', '/v1/customers/me', { headers })).status).toBe(401);
  });

  it('that exists is told so by mail alone', async () => {
    const email = `${randomUUID()}@example.com`;
    await register(email);
    const [mail] = await eventually(async () => {
      const mails = await mailsTo(email);
      expect(mails).toHaveLength(1);
      return mails;
    });
    await shop.ask('POST', `/v1/email-verifications/${written(mail!.text, 'Registration')}/confirmations`, { body: { token: written(mail!.text, 'Token') } });

    expect((await register(email)).status).toBe(202);

    const [latest] = await eventually(async () => {
      const mails = await mailsTo(email);
      expect(mails).toHaveLength(2);
      return mails;
    });
    expect(latest!.subject).toBe('You have an account at Test Shop already');
    expect(latest!.text).not.toContain('Token');
  });

  it('shows its session to nobody without it, and to no API key', async () => {
    expect((await shop.ask('GET', '/v1/customers/me')).body.code).toBe('unauthenticated');
    expect((await shop.admin('GET', '/v1/customers/me')).body.code).toBe('customers-only');
  });
});

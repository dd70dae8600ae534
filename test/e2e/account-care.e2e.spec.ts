import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const FIRST = 'three small rain boots';
const SECOND = 'four quiet tin whistles';
const THIRD = 'five loud brass trumpets';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

describe('the care of an account', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
  });
  afterAll(() => shop.close());

  const post = (path: string, body: object, token?: string) => shop.ask('POST', path, { body, headers: token ? { authorization: `Bearer ${token}` } : {} });
  const newAddress = () => `${randomUUID()}@example.com`;
  /** The mail of this subject to this address, once it is there. */
  const mail = (to: string, subject: string): Promise<Mail> =>
    eventually(async () => {
      const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
      const found = (body.data as Mail[]).find((one) => one.to === to && one.subject === subject);
      expect(found).toBeDefined();
      return found!;
    }, 30_000);
  const written = ({ text }: Mail, label: string): string => new RegExp(`^${label}: (\\S+)$`, 'm').exec(text)![1]!;
  const confirm = (found: Mail, path: string, label: string, more: object = {}) => post(`/v1/${path}/${written(found, label)}/confirmations`, { token: written(found, 'Token'), ...more });
  const logIn = async (email: string, password: string) => (await post('/v1/sessions', { email, password })).body;

  it('leads from a forgotten password to another address, and ends with staff closing the door', async () => {
    const [email, next] = [newAddress(), newAddress()];
    await post('/v1/customers', { email, name: 'Ada Lovelace', password: FIRST });
    await confirm(await mail(email, 'Confirm your account at Test Shop'), 'email-verifications', 'Registration');
    const forgotten = await logIn(email, FIRST);

    // The password was forgotten: a new one by mail, and every session ends.
    expect((await post('/v1/password-resets', { email })).status).toBe(202);
    expect((await confirm(await mail(email, 'A new password for Test Shop'), 'password-resets', 'Reset', { password: SECOND })).status).toBe(204);
    expect((await shop.ask('GET', '/v1/customers/me', { headers: { authorization: `Bearer ${forgotten.access_token}` } })).status).toBe(401);
    expect((await mail(email, 'Your password at Test Shop was changed')).text).toContain('ask for a new password at once');

    // Another password, then another address, confirmed by both mails.
    const { access_token: token } = await logIn(email, SECOND);
    expect((await post('/v1/customers/me/password-changes', { current_password: SECOND, password: THIRD }, token)).status).toBe(204);
    expect((await post('/v1/sessions/current/reauthentications', { password: THIRD }, token)).status).toBe(204);
    expect((await post('/v1/customers/me/email-changes', { email: next }, token)).status).toBe(202);
    expect((await mail(email, 'Another address for your account at Test Shop')).text).not.toContain('Token');
    expect((await confirm(await mail(next, 'Confirm your new address at Test Shop'), 'email-changes', 'Change')).status).toBe(204);
    expect((await mail(email, 'Your account at Test Shop has another address')).text).not.toContain(next);

    // A name, and a place where parcels go.
    const headers = { authorization: `Bearer ${token}` };
    const me = await shop.ask('PATCH', '/v1/customers/me', { headers, body: { phone: '+49 40 123456' } });
    expect([me.status, me.body.email, me.body.phone]).toEqual([200, next, '+49 40 123456']);
    const kept = await post('/v1/customers/me/addresses', { name: 'Ada Lovelace', line1: '12 Harbor Street', city: 'Hamburg', country: 'DE', default_shipping: true }, token);
    expect(kept.status).toBe(201);
    expect((await shop.ask('PUT', kept.headers.get('location')!, { headers: { ...headers, 'if-match': '"1"' }, body: { ...kept.body, id: undefined, created_at: undefined, updated_at: undefined, city: 'Bremen' } })).body.city).toBe('Bremen');
    expect((await shop.ask('GET', '/v1/customers/me/addresses', { headers })).body.data).toHaveLength(1);

    // Staff finds the customer and closes the account.
    const { body: found } = await shop.admin('GET', `/v1/admin/customers?email=${next}`);
    expect((await shop.admin('POST', `/v1/admin/customers/${found.data[0].id}/disablements`)).body.status).toBe('disabled');
    expect((await shop.ask('GET', '/v1/customers/me', { headers })).status).toBe(401);
    expect((await post('/v1/sessions', { email: next, password: THIRD })).status).toBe(401);
  }, 120_000);

  it('mails nobody who has no account, and leaves nothing behind that has to be tried again', async () => {
    const email = newAddress();
    expect((await post('/v1/password-resets', { email })).body).toEqual({ status: 'confirmation-sent' });

    await eventually(async () => {
      expect(await sql(shop.database.url, `select status, recipient from notifications.emails where kind = 'password-reset' order by created_at desc limit 1`)).toEqual([{ status: 'dropped', recipient: null }]);
    }, 30_000);
    const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
    expect((body.data as Mail[]).filter(({ to }) => to === email)).toEqual([]);
  }, 60_000);
});

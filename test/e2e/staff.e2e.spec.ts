import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const PASSWORD = 'three small rain boots';
const STEP_MS = 30_000;

interface Person {
  readonly id: string;
  readonly email: string;
  readonly headers: Record<string, string>;
}

describe('a member of staff', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
  });
  afterAll(() => shop.close());

  const codeOf = (secret: string, steps: number): string => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * STEP_MS });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const keyed = (headers: Record<string, string>) => ({ ...headers, 'idempotency-key': randomUUID() });
  const logIn = (email: string) => shop.ask('POST', '/v1/sessions', { body: { email, password: PASSWORD, as: 'staff' } });
  const role = async (name: string): Promise<string> => {
    const { body } = await shop.admin('GET', '/v1/admin/roles');
    return body.data.find((one: { name: string }) => one.name === name).id;
  };
  const mailTo = (email: string): Promise<string> =>
    eventually(async () => {
      const { body } = await shop.ask('GET', '/v1/test/mailbox?limit=100');
      const mails = (body.data as { to: string; subject: string; text: string }[]).filter(({ to }) => to === email);
      expect(mails.map(({ subject }) => subject)).toEqual(['You are invited to the staff of Test Shop']);
      return mails[0]!.text;
    });
  const written = (text: string, label: string): string => new RegExp(`^${label}: (\\S+)$`, 'm').exec(text)![1]!;

  /** Answers an invitation: password, second factor, and a login with both. */
  async function join(id: string, email: string): Promise<Person> {
    const mail = await mailTo(email);
    await shop.ask('POST', `/v1/staff-invitations/${written(mail, 'Invitation')}/confirmations`, { body: { token: written(mail, 'Token'), password: PASSWORD } });
    const first = bearer((await logIn(email)).body.access_token);
    expect((await shop.ask('GET', '/v1/admin/orders', { headers: first })).body.code).toBe('mfa-enrollment-required');
    const factor = (await shop.ask('POST', '/v1/staff/me/mfa-factors', { headers: first })).body;
    await shop.ask('POST', `/v1/staff/me/mfa-factors/${factor.id}/confirmations`, { headers: first, body: { code: codeOf(factor.secret, 0) } });
    const asked = await logIn(email);
    const { status, body } = await shop.ask('POST', `/v1/mfa-challenges/${asked.body.challenge_id}/verifications`, {
      body: { secret: asked.body.challenge_secret, code: codeOf(factor.secret, 1) },
    });
    expect([asked.status, status]).toEqual([202, 201]);
    return { id, email, headers: bearer(body.access_token) };
  }

  it('is invited by an owner, works with a second factor, and may from one request to the next do what the role says', async () => {
    const address = () => `${randomUUID()}@example.com`;
    const invited = await shop.admin('POST', '/v1/admin/staff', { email: address(), name: 'Olga Owner', role_id: await role('Owner') });
    const owner = await join(invited.body.id, invited.body.email);
    const ask = (method: string, path: string, body?: object, { headers } = owner) => shop.ask(method, path, { body, headers: method === 'POST' ? keyed(headers) : headers });

    const asked = await ask('POST', '/v1/admin/staff', { email: address(), name: 'Sam Support', role_id: await role('Support') });
    const support = await join(asked.body.id, asked.body.email);
    const product = { title: 'Mug', handle: randomUUID(), status: 'draft', variants: [{ prices: [{ amount: 1999, currency: 'EUR' }] }] };
    const [orders, refused] = [await ask('GET', '/v1/admin/orders', undefined, support), await ask('POST', '/v1/admin/products', product, support)];
    expect([orders.status, refused.status, refused.body.required_scope]).toEqual([200, 403, 'catalog:write']);
    expect((await ask('POST', '/v1/admin/staff', { email: address(), name: 'Friend', role_id: await role('Owner') }, support)).body.code).toBe('forbidden');

    await ask('PATCH', `/v1/admin/staff/${support.id}`, { role_id: await role('Catalog manager') });
    expect((await ask('POST', '/v1/admin/products', product, support)).status).toBe(201);
    expect((await ask('GET', '/v1/admin/orders', undefined, support)).status).toBe(403);

    expect((await ask('PATCH', `/v1/admin/staff/${owner.id}`, { disabled: true })).body.code).toBe('own-rights');
    expect((await ask('PATCH', `/v1/admin/staff/${support.id}`, { disabled: true })).body.status).toBe('disabled');
    expect([(await ask('GET', '/v1/staff/me', undefined, support)).status, (await logIn(support.email)).status]).toEqual([401, 401]);
    expect((await shop.admin('PATCH', `/v1/admin/staff/${owner.id}`, { disabled: true })).body.code).toBe('last-owner');
  });
});

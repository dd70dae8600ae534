import { randomUUID } from 'node:crypto';
import { toId } from '@holdfast/kernel';
import { PASSWORD } from '../../accounts-under-test.js';
import { LinkTokens } from '../../application/link-tokens.js';
import { codeOf, StaffUnderTest } from '../../staff-under-test.js';

describe('a second factor of customers', () => {
  let staff: StaffUnderTest;

  beforeAll(async () => {
    staff = await StaffUnderTest.start();
  });
  afterAll(() => staff.stop());

  const customer = async () => {
    const email = `${randomUUID()}@example.com`;
    await staff.post('/v1/customers', { email, name: 'Ada', password: PASSWORD });
    const [row] = await staff.sql<{ id: string }>('select id from identity.registrations where email = $1', [email]);
    const id = toId('reg', row!.id);
    await staff.post(`/v1/email-verifications/${id}/confirmations`, { token: staff.api.app.get(LinkTokens).of(id) });
    return email;
  };
  const enter = (email: string) => staff.logIn(email, PASSWORD, 'customer');

  it('is theirs to set up, is asked for at logins, and is theirs to remove', async () => {
    const email = await customer();
    const token = (await enter(email)).body['access_token'];
    const free = await staff.api.call('GET', '/v1/customers/me', token);
    const { secret, factor } = await staff.enroll(token, '/v1/customers/me');
    const asked = await enter(email);
    const opened = await staff.verify(asked.body, { code: codeOf(secret) });
    const removed = await staff.api.call('DELETE', `/v1/customers/me/mfa-factors/${factor}`, opened.body['access_token']);

    expect([free.status, asked.status, opened.status, removed.status, (await enter(email)).status]).toEqual([200, 202, 201, 204, 201]);
  });

  it('keeps what is dangerous from sessions that have not shown it, and nothing else', async () => {
    const email = await customer();
    const [old, here] = [(await enter(email)).body['access_token'], (await enter(email)).body['access_token']];
    const { factor } = await staff.enroll(here, '/v1/customers/me');

    expect((await staff.api.call('DELETE', `/v1/customers/me/mfa-factors/${factor}`, old)).body['code']).toBe('mfa-required');
    expect((await staff.api.call('GET', '/v1/customers/me', old)).status).toBe(200);
  });
});

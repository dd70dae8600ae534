import { randomUUID } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import { PASSWORD, said } from '../../accounts-under-test.js';
import { BUILT_IN_ROLES } from '../../domain/roles.js';
import { StaffUnderTest } from '../../staff-under-test.js';

describe('staff', () => {
  let staff: StaffUnderTest;

  beforeAll(async () => {
    staff = await StaffUnderTest.start();
  });
  afterAll(() => staff.stop());

  const orders = (token: string) => staff.api.call('GET', '/guarded/orders', token);
  const change = (id: string, wish: object, token?: string) => staff.admin('PATCH', `staff/${id}`, wish, token);
  const define = async (...permissions: string[]): Promise<`rol_${string}`> => (await staff.admin('POST', 'roles', { name: randomUUID(), permissions })).body['id'];

  describe('members', () => {
    it('are invited, and active once they have chosen a password', async () => {
      const invited = await staff.invite('support');
      const before = await staff.logIn(invited.body['email']);
      const accepted = await staff.accept(await staff.invitation(invited.body['id']));
      const entered = await staff.logIn(invited.body['email'].toUpperCase());
      const me = await staff.api.call('GET', '/v1/staff/me', entered.body['access_token']);

      expect([invited.status, invited.body]).toMatchObject([201, { status: 'invited', role: { name: 'Support' }, mfa_enrolled: false }]);
      expect([before.status, accepted.status, accepted.body['status'], entered.status]).toEqual([401, 201, 'active', 201]);
      expect(me.body).toMatchObject({ id: invited.body['id'], permissions: BUILT_IN_ROLES.support, mfa_required: false, mfa_satisfied: true });
    });

    it('accept once, whoever else tries at the same time', async () => {
      const { body } = await staff.invite('support');
      const invitation = await staff.invitation(body['id']);
      const answers = await Promise.all(Array.from({ length: 5 }, () => staff.accept(invitation)));

      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422]);
    });

    it.each([
      ['too late', `update identity.staff_invitations set expires_at = now() where staff_id = $1`],
      ['when the account was disabled meanwhile', `update identity.staff set status = 'disabled' where id = $1`],
    ])('do not accept %s', async (_, statement) => {
      const { body } = await staff.invite('support');
      await staff.sql(statement, [toUuid(body['id'])]);

      expect((await staff.accept(await staff.invitation(body['id']))).body['code']).toBe('invalid-token');
    });

    it('do not accept with another token, or with a password that would be guessed', async () => {
      const { body } = await staff.invite('support');
      const invitation = await staff.invitation(body['id']);

      expect((await staff.accept({ ...invitation, token: 'x'.repeat(43) })).body['code']).toBe('invalid-token');
      expect((await staff.accept(invitation, body['email'])).body['code']).toBe('password-too-common');
    });

    it('are invited again, and then the first mail does not count any more', async () => {
      const { body } = await staff.invite('support');
      const first = await staff.invitation(body['id']);
      const again = await staff.admin('POST', `staff/${body['id']}/invitations`);

      expect([again.status, (await staff.accept(first)).body['code']]).toEqual([202, 'invalid-token']);
      expect((await staff.accept(await staff.invitation(body['id']))).status).toBe(201);
      expect((await staff.admin('POST', `staff/${body['id']}/invitations`)).body['code']).toBe('staff-not-invited');
    });

    it('have addresses of their own', async () => {
      const { email } = await staff.member('support');

      expect((await staff.invite('finance', undefined, email.toUpperCase())).body['code']).toBe('staff-email-taken');
    });

    it('log in as what they are: unknown, wrong, customer and staff are refused alike', async () => {
      const { email } = await staff.member('support');
      const answers = [await staff.logIn(email, `${PASSWORD}!`), await staff.logIn(`${randomUUID()}@example.com`), await staff.logIn(email, PASSWORD, 'customer')];

      expect(answers.map(said)).toEqual(Array.from({ length: 3 }, () => said(answers[0]!)));
      expect(answers[0]).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    });

    it('change their password when they know it, which ends all other sessions', async () => {
      const { email } = await staff.member('support');
      const [here, there] = [await staff.entered(email), await staff.entered(email)];
      const to = (current_password: string, password: string) => staff.post('/v1/staff/me/password-changes', { current_password, password }, here);
      const next = 'seven lost umbrellas';
      const refused = [await to('not the password of mine', next), await to(PASSWORD, 'too short')];

      expect(refused.map(({ body }) => body['code'])).toEqual(['wrong-password', 'password-too-short']);
      expect((await to(PASSWORD, next)).status).toBe(204);
      expect([(await orders(here)).status, (await orders(there)).status]).toEqual([200, 401]);
      expect([(await staff.logIn(email)).status, (await staff.logIn(email, next)).status]).toEqual([401, 201]);
    });

    it('list and end their sessions, and are no customers', async () => {
      const { email } = await staff.member('support');
      const [here, there] = [await staff.logIn(email), await staff.logIn(email)];
      const token = here.body['access_token'];

      expect((await staff.api.call('GET', '/v1/staff/me/sessions', token)).body['data']).toHaveLength(2);
      expect((await staff.api.call('DELETE', `/v1/staff/me/sessions/${there.body['session_id']}`, token)).status).toBe(204);
      expect((await orders(there.body['access_token'])).status).toBe(401);
      expect((await staff.api.call('GET', '/v1/customers/me', token)).body['code']).toBe('customers-only');
      expect([(await staff.api.call('DELETE', '/v1/sessions/current', token)).status, (await orders(token)).status]).toEqual([204, 401]);
    });
  });

  describe('rights', () => {
    it('count from the next request on: another role, another content of the role, a disabled account', async () => {
      const role = await define('orders:read');
      const { id, email } = await staff.member(role);
      const token = await staff.entered(email);
      const seen = [(await orders(token)).status];
      await staff.admin('PATCH', `roles/${role}`, { permissions: ['catalog:read'] });
      seen.push((await orders(token)).status);
      await change(id, { role_id: await staff.role('fulfilment') });
      seen.push((await orders(token)).status);
      await change(id, { disabled: true });
      seen.push((await orders(token)).status, (await staff.logIn(email)).status);
      await change(id, { disabled: false });
      seen.push((await orders(token)).status, (await staff.logIn(email)).status);

      expect(seen).toEqual([200, 403, 200, 401, 401, 401, 201]);
    });

    it('are given by nobody who lacks them', async () => {
      const { email } = await staff.member(await define('staff:write', 'staff:read', 'orders:read'));
      const token = await staff.entered(email);
      const [owner, reader] = [await staff.member('owner'), await staff.member(await define('orders:read'))];
      const role = await define('payments:write');
      const refused = await Promise.all([
        staff.invite('owner', token),
        staff.admin('POST', 'roles', { name: randomUUID(), permissions: ['payments:write'] }, token),
        staff.admin('PATCH', `roles/${role}`, { permissions: ['orders:read'] }, token),
        change(reader.id, { role_id: await staff.role('finance') }, token),
        change(owner.id, { disabled: true }, token),
        change(owner.id, { role_id: await define('orders:read') }, token),
        staff.admin('DELETE', `staff/${owner.id}/mfa-factors`, undefined, token),
        staff.admin('DELETE', `roles/${role}`, undefined, token),
      ]);

      expect(refused.map(({ status, body }) => [status, body['code']])).toEqual(refused.map(() => [403, 'scope-not-held']));
      expect((await change(reader.id, { disabled: true }, token)).status).toBe(200);
    });

    it('are not decided about by their owner', async () => {
      const { id, email } = await staff.member('owner');
      const token = await staff.entered(email);
      const refused = [await change(id, { role_id: await staff.role('support') }, token), await change(id, { disabled: true }, token)];

      expect(refused.map(({ body }) => body['code'])).toEqual(['own-rights', 'own-rights']);
      expect((await change(id, { name: 'Admiral Hopper' }, token)).body).toMatchObject({ name: 'Admiral Hopper', role: { name: 'Owner' } });
    });

    it.each([
      ['inviting', () => staff.invite('support')],
      ['defining a role', () => staff.admin('POST', 'roles', { name: randomUUID(), permissions: ['orders:read'] })],
      ['making an API key', () => staff.admin('POST', 'api-keys', { name: 'Till', scopes: ['orders:read'] })],
    ])('ask for a recent login before %s, of people and not of keys', async (_, byKey) => {
      const { id, email } = await staff.member('owner');
      const token = await staff.entered(email);
      await staff.age(id);
      const answers = [
        await staff.invite('support', token),
        await staff.admin('POST', 'roles', { name: randomUUID(), permissions: ['orders:read'] }, token),
        await staff.admin('POST', 'api-keys', { name: 'Till', scopes: ['orders:read'] }, token),
      ];

      expect(answers.map(({ body }) => body['code'])).toEqual(answers.map(() => 'reauthentication-required'));
      expect((await byKey()).status).toBe(201);
      await staff.post('/v1/sessions/current/reauthentications', { password: PASSWORD }, token);
      expect((await staff.invite('support', token)).status).toBe(201);
    });

    it('to what is not there are told apart from nothing', async () => {
      const [missing, wrong] = [await staff.admin('GET', `staff/${newId('stf')}`), await staff.admin('GET', 'roles/nonsense')];

      expect([missing.status, wrong.status]).toEqual([404, 404]);
    });
  });

  it.each([
    ['gives a built-in role other rights', `update identity.roles set permissions = '{orders:read}', built_in = null where built_in = 'support'`],
    ['deletes a built-in role', `delete from identity.roles where built_in = 'read-only'`],
    ['makes somebody active without a password', `update identity.staff set status = 'active', password_hash = null where status = 'active'`],
    ['opens an invitation again', `update identity.staff_invitations set confirmed_at = null where confirmed_at is not null`],
    ['lets an invitation count longer', `update identity.staff_invitations set expires_at = created_at + interval '73 hours'`],
  ])('is defended by the database against code that %s', async (_, statement) => {
    await staff.member('support');

    await expect(staff.sql(statement)).rejects.toThrow();
  });
});

import { randomUUID } from 'node:crypto';
import { SCOPES } from '@holdfast/platform';
import { BUILT_IN_ROLES } from '../../domain/roles.js';
import { ADMIN_KEY } from '../../identity-under-test.js';
import { StaffUnderTest } from '../../staff-under-test.js';

describe('roles', () => {
  let staff: StaffUnderTest;

  beforeAll(async () => {
    staff = await StaffUnderTest.start();
  });
  afterAll(() => staff.stop());

  const define = async (...permissions: string[]): Promise<`rol_${string}`> => (await staff.admin('POST', 'roles', { name: randomUUID(), permissions })).body['id'];

  it('are six to begin with, with what the table says', async () => {
    const { body } = await staff.admin('GET', 'roles?limit=6');

    expect(body['data'].map(({ name, built_in }: { name: string; built_in: boolean }) => [name, built_in])).toEqual(
      ['Owner', 'Catalog manager', 'Fulfilment', 'Support', 'Finance', 'Read-only'].map((name) => [name, true]),
    );
    expect(body['data'][0].permissions).toEqual(SCOPES);
    expect(body['data'][3].permissions).toEqual(BUILT_IN_ROLES.support);
  });

  it('can be defined, changed with the version that was read, and deleted', async () => {
    const name = randomUUID();
    const made = await staff.admin('POST', 'roles', { name, permissions: ['orders:read', 'catalog:read'] });
    const path = `/v1/admin/roles/${made.body['id']}`;
    const patch = (version: string) => staff.api.call('PATCH', path, ADMIN_KEY, { permissions: ['orders:read'] }, { 'if-match': version });
    const changed = await patch('"1"');
    const late = await patch('"1"');

    expect([made.status, made.body]).toMatchObject([201, { name, built_in: false, permissions: ['catalog:read', 'orders:read'] }]);
    expect([changed.status, changed.headers['etag'], changed.body['permissions']]).toEqual([200, '"2"', ['orders:read']]);
    expect([late.status, late.body['current_version']]).toEqual([412, 2]);
    expect([(await staff.admin('DELETE', `roles/${made.body['id']}`)).status, (await staff.admin('GET', `roles/${made.body['id']}`)).status]).toEqual([204, 404]);
  });

  it.each(['PATCH', 'DELETE'] as const)('that are built in refuse %s', async (method) => {
    const refused = await staff.admin(method, `roles/${await staff.role('read-only')}`, method === 'PATCH' ? { permissions: ['orders:read'] } : undefined);

    expect([refused.status, refused.body['code']]).toEqual([409, 'role-built-in']);
  });

  it('that somebody has are not deleted', async () => {
    const role = await define('orders:read');
    await staff.member(role);

    expect((await staff.admin('DELETE', `roles/${role}`)).body['code']).toBe('role-in-use');
  });

  it('have names of their own, whatever the case', async () => {
    expect((await staff.admin('POST', 'roles', { name: 'SUPPORT', permissions: ['orders:read'] })).body['code']).toBe('role-name-taken');
  });

  it.each([[[]], [['orders:read', 'orders:read']], [['orders:fly']], [null]])('do not allow %j', async (permissions) => {
    expect((await staff.admin('POST', 'roles', { name: randomUUID(), permissions })).status).toBe(400);
    expect((await staff.admin('PATCH', `roles/${await define('orders:read')}`, { permissions })).status).toBe(400);
  });
});

import { newId } from '@holdfast/kernel';
import { changeRole, defineRole, type Role } from './roles.js';
import { assertInvited, assertMayDecideAbout, changeStaff, inviteStaff, type Staff } from './staff.js';

const NOW = new Date(5_000);
const role = (permissions: readonly string[], over: Partial<Role> = {}): Role => ({ id: newId('rol'), name: 'Packers', builtIn: undefined, permissions, version: 3, createdAt: NOW, ...over });
const grantor = (...scopes: string[]) => ({ id: 'stf_boss', scopes });
const staff = (over: Partial<Staff> = {}): Staff => ({ id: newId('stf'), email: 'ann@example.com', name: 'Ann', role: role(['orders:read']), status: 'active', hasPassword: true, version: 4, createdAt: NOW, ...over });
const refused = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { problem: { code: string } }).problem.code;
  }
};

describe('a member of staff', () => {
  it('is invited without a password, into a role that whoever invites could have', () => {
    const facts = { id: newId('stf'), email: 'bob@example.com', name: 'Bob', role: role(['orders:read']) };

    expect(inviteStaff(facts, grantor('orders:read', 'orders:write'), NOW)).toEqual({ ...facts, status: 'invited', hasPassword: false, version: 1, createdAt: NOW });
    expect(refused(() => inviteStaff(facts, grantor('orders:write'), NOW))).toBe('scope-not-held');
  });

  it('is named anew by anybody who may, without a look at rights', () => {
    const ann = staff();

    expect(changeStaff(ann, { name: 'Anna' }, grantor())).toEqual({ ...ann, name: 'Anna', version: 5 });
    expect(changeStaff(ann, { disabled: false }, { id: ann.id, scopes: [] })).toEqual({ ...ann, version: 5 });
  });

  it('gets another role from somebody who has both, what was there included', () => {
    const [ann, next] = [staff(), role(['ledger:read'])];

    expect(changeStaff(ann, { role: next }, grantor('orders:read', 'ledger:read'))).toMatchObject({ role: next, version: 5 });
    expect([grantor('orders:read'), grantor('ledger:read')].map((who) => refused(() => changeStaff(ann, { role: next }, who)))).toEqual(['scope-not-held', 'scope-not-held']);
  });

  it.each([
    ['disabled', true, staff(), 'disabled'],
    ['let in again', false, staff({ status: 'disabled' }), 'active'],
    ['let in again before they ever were', false, staff({ status: 'disabled', hasPassword: false }), 'invited'],
  ] as const)('is %s', (_, disabled, before, status) => {
    expect(changeStaff(before, { disabled }, grantor('orders:read'))).toMatchObject({ status, version: 5 });
    expect(refused(() => changeStaff(before, { disabled }, grantor()))).toBe('scope-not-held');
  });

  it('never decides about their own rights', () => {
    const ann = staff();

    expect(refused(() => assertMayDecideAbout(ann, { id: ann.id, scopes: ['orders:read'] }))).toBe('own-rights');
    expect(refused(() => assertMayDecideAbout(ann, grantor('orders:read')))).toBeUndefined();
  });

  it('accepts an invitation once', () => {
    expect((['invited', 'active', 'disabled'] as const).map((status) => refused(() => assertInvited(staff({ status }))))).toEqual([undefined, 'staff-not-invited', 'staff-not-invited']);
  });
});

describe('a role of the shop', () => {
  it('is defined by somebody who may do as much', () => {
    const id = newId('rol');

    expect(defineRole(id, 'Packers', ['orders:write', 'orders:read'], grantor('orders:read', 'orders:write'), NOW)).toEqual({
      id, name: 'Packers', builtIn: undefined, permissions: ['orders:read', 'orders:write'], version: 1, createdAt: NOW,
    });
    expect(refused(() => defineRole(id, 'Packers', ['orders:write'], grantor('orders:read'), NOW))).toBe('scope-not-held');
  });

  it('is changed by somebody who may do what it did and what it will', () => {
    const packers = role(['orders:read']);

    expect(changeRole(packers, { permissions: ['stock:write', 'orders:read'] }, grantor('orders:read', 'stock:write'))).toEqual({ ...packers, permissions: ['orders:read', 'stock:write'], version: 4 });
    expect(changeRole(packers, { name: 'Packing' }, grantor('orders:read'))).toEqual({ ...packers, name: 'Packing', version: 4 });
    expect([grantor('orders:read'), grantor('stock:write')].map((who) => refused(() => changeRole(packers, { permissions: ['stock:write'] }, who)))).toEqual(['scope-not-held', 'scope-not-held']);
  });

  it('stays as it is where every shop has it', () => {
    expect(refused(() => changeRole(role([], { builtIn: 'support' }), { name: 'Help' }, grantor()))).toBe('role-built-in');
  });
});

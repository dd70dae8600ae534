import { SCOPES } from '@holdfast/platform';
import { BUILT_IN_ROLES, permissionsOf } from './roles.js';
import { missingFactor } from './second-factor.js';

describe('roles', () => {
  it.each(Object.entries(BUILT_IN_ROLES))('%s names permissions that exist, each once', (_, permissions) => {
    const named: readonly string[] = permissions === 'all' ? SCOPES : permissions;

    expect(named.filter((scope) => !(SCOPES as readonly string[]).includes(scope))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it.each([
    ['an owner whatever there is', 'owner', null, ['a:read', 'b:new'], ['a:read', 'b:new']],
    ['support what the table says', 'support', null, SCOPES, BUILT_IN_ROLES.support],
    ['a role of the shop what was stored', null, ['b:write', 'a:read'], ['a:read', 'a:write', 'b:write'], ['a:read', 'b:write']],
    ['a role of the shop nothing that a later version took away', null, ['a:read', 'gone:read'], ['a:read'], ['a:read']],
  ] as const)('allow %s', (_, builtIn, stored, all, allowed) => {
    expect(permissionsOf(builtIn, stored, all)).toEqual(allowed);
  });

  it('give people who are not owners nothing that gives rights away', () => {
    const others = Object.entries(BUILT_IN_ROLES).filter(([code]) => code !== 'owner');

    expect(others.filter(([, permissions]) => (permissions as readonly string[]).some((scope) => /^(staff|keys):/.test(scope)))).toEqual([]);
  });
});

describe('a second factor', () => {
  it.each([
    [{ enrolled: true, passed: true }, true, undefined],
    [{ enrolled: true, passed: true }, false, undefined],
    [{ enrolled: true, passed: false }, true, 'verification'],
    [{ enrolled: true, passed: false }, false, 'verification'],
    [{ enrolled: false, passed: false }, true, 'enrollment'],
    [{ enrolled: false, passed: true }, true, 'enrollment'],
    [{ enrolled: false, passed: false }, false, undefined],
  ] as const)('%j, required: %j, is missing: %s', (state, required, missing) => {
    expect(missingFactor(state, required)).toBe(missing);
  });
});

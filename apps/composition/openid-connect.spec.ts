import { readEnv } from '@holdfast/config';
import { openIdConnectOf } from './openid-connect.js';

const NAMES = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_REDIRECT_URIS', 'OIDC_SCOPES', 'OIDC_NAME'] as const;
const WHOLE = { OIDC_ISSUER: 'https://id.example/', OIDC_CLIENT_ID: 'shop', OIDC_REDIRECT_URIS: 'https://shop.example/login, com.example.shop:/login' };

const read = (source: Record<string, string>) => openIdConnectOf(readEnv(NAMES, source));

describe('an OpenID provider in the environment', () => {
  it('is taken as it is written', () => {
    expect(read(WHOLE)).toEqual({
      issuer: 'https://id.example/', clientId: 'shop', clientSecret: undefined, scopes: 'openid email profile', name: undefined,
      redirectUris: ['https://shop.example/login', 'com.example.shop:/login'],
    });
  });

  it('may be missing', () => {
    expect(read({})).toBeUndefined();
  });

  it.each([
    [{ OIDC_ISSUER: 'https://id.example' }, 'set OIDC_CLIENT_ID and OIDC_REDIRECT_URIS too'],
    [{ ...WHOLE, OIDC_REDIRECT_URIS: '' }, 'set OIDC_REDIRECT_URIS too'],
    [{ OIDC_CLIENT_SECRET: 'secret' }, 'set OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_REDIRECT_URIS too'],
    [{ OIDC_NAME: 'Example' }, 'set OIDC_ISSUER'],
  ])('is not set up by half: %j', (source, reason) => {
    expect(() => read(source)).toThrow(reason);
  });

  it.each([
    ['OIDC_ISSUER', 'http://id.example'], ['OIDC_ISSUER', 'https://id.example?x'], ['OIDC_ISSUER', 'https://user@id.example'], ['OIDC_ISSUER', 'id.example'],
    ['OIDC_REDIRECT_URIS', 'http://shop.example/login'], ['OIDC_REDIRECT_URIS', 'https://shop.example/login#x'], ['OIDC_REDIRECT_URIS', 'https://shop.example/login?x=1'],
    ['OIDC_REDIRECT_URIS', 'javascript:alert(1)'], ['OIDC_REDIRECT_URIS', 'https://shop.example'], ['OIDC_REDIRECT_URIS', 'https://shop.example/a,'],
    ['OIDC_SCOPES', 'email'], ['OIDC_SCOPES', 'openid  email'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => read({ ...WHOLE, [name]: value })).toThrow(name);
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000'])('may be on this machine: %s', (issuer) => {
    expect(read({ ...WHOLE, OIDC_ISSUER: issuer })).toMatchObject({ issuer });
  });
});

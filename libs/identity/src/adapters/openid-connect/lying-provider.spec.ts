import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JWTPayload, SignJWT } from 'jose';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { listen, REDIRECT_URI } from '../../../../../test/support/openid-provider.js';
import { type Answer, type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';
import { MAX_ANSWER_BYTES } from './bounded-fetch.js';

const AUTHORIZATIONS = '/v1/openid-connect/authorizations';
const SECRET = 'a secret of the shop that is long enough for any HMAC';
const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

const json = (body: unknown, status = 200): Reply => (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const page: Reply = (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>');
const huge: Reply = (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ padding: 'x'.repeat(MAX_ANSWER_BYTES) }));
const away: Reply = (_request, response) => void response.writeHead(500).end();
const elsewhere: Reply = (_request, response) => void response.writeHead(302, { location: '/jwks' }).end();
const cut: Reply = (_request, response) => void response.destroy();
const UNUSABLE: [string, Reply][] = [
  ['a web page', page], ['too much', huge], ['a failure', away], ['a redirect', elsewhere], ['nothing', cut], ['what is no JSON', (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{')],
];

/** A provider that says whatever a spec wants, also what no provider should. */
describe('an OpenID provider that does not tell the truth', () => {
  let database: TestDatabase;
  let provider: Awaited<ReturnType<typeof listen>>;
  let api: IdentityUnderTest;
  let routes: Record<string, Reply>;
  const [own, foreign] = [keyPair(), keyPair()];

  const metadata = (changes: object = {}) => ({
    issuer: provider.url, authorization_endpoint: `${provider.url}/authorize`, token_endpoint: `${provider.url}/token`, jwks_uri: `${provider.url}/jwks`, userinfo_endpoint: `${provider.url}/userinfo`,
    response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'], ...changes,
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await listen();
    provider.serve((request, response) => (routes[request.url!] ?? away)(request, response));
  });
  // What was discovered is remembered, so each lie is told to a shop that knows nothing yet.
  beforeEach(async () => {
    routes = { '/.well-known/openid-configuration': json(metadata()), '/jwks': json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own' }] }) };
    api = await startIdentity(database.url, undefined, undefined, [], {
      openIdConnect: { issuer: provider.url, clientId: 'shop', clientSecret: SECRET, redirectUris: [REDIRECT_URI], scopes: 'openid email' },
    });
  });
  afterEach(() => api.stop());
  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const begin = () => api.call('POST', AUTHORIZATIONS, undefined, {});
  const honest = (nonce: string): JWTPayload => {
    const subject = randomUUID();
    return { iss: provider.url, sub: subject, aud: 'shop', exp: Math.floor(Date.now() / 1_000) + 60, iat: Math.floor(Date.now() / 1_000), nonce, email: `${subject}@example.com`, email_verified: true };
  };
  const signed = (claims: JWTPayload, key = own.privateKey, kid = 'own') => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
  const unsigned = (header: object, claims: object, signature = '') => [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + `.${signature}`;
  /** Begins, lets `lie` prepare the answer to the token request, and comes back with a code. */
  const logIn = async (lie: (nonce: string) => Promise<Reply> | Reply): Promise<Answer> => {
    const { body } = await begin();
    const asked = new URL(body['authorization_url']).searchParams;
    routes['/token'] = await lie(asked.get('nonce')!);
    return api.call('POST', `${AUTHORIZATIONS}/${body['id']}/completions`, undefined, { secret: body['secret'], response_url: `${REDIRECT_URI}?code=abc&state=${asked.get('state')}` });
  };
  const tokens = (id_token: string) => json({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token });
  const claiming = (changes: (honest: JWTPayload) => JWTPayload) => (nonce: string) => signed(changes(honest(nonce)));

  it('is believed when it does', async () => {
    expect((await logIn(async (nonce) => tokens(await signed(honest(nonce))))).status).toBe(201);
  });

  it.each<[string, (nonce: string) => Promise<string> | string]>([
    ['signed by another key', (nonce) => signed(honest(nonce), foreign.privateKey)],
    ['signed by a key it does not list', (nonce) => signed(honest(nonce), foreign.privateKey, 'foreign')],
    ['not signed', (nonce) => unsigned({ alg: 'none' }, honest(nonce))],
    ['signed with the secret of the client', (nonce) => new SignJWT(honest(nonce)).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(Buffer.from(SECRET))],
    ['signed with its public key as a secret', (nonce) => new SignJWT(honest(nonce)).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(Buffer.from(own.publicKey.export({ format: 'pem', type: 'spki' })))],
    ['with a key of its own in the header', (nonce) => new SignJWT(honest(nonce)).setProtectedHeader({ alg: 'ES256', jwk: foreign.publicKey.export({ format: 'jwk' }) as never }).sign(foreign.privateKey)],
    ['changed after it was signed', async (nonce) => {
      const [header, , signature] = (await signed(honest(nonce))).split('.');
      return `${header}.${Buffer.from(JSON.stringify({ ...honest(nonce), email: 'owner@example.com' })).toString('base64url')}.${signature}`;
    }],
    ['with another nonce', claiming((claims) => ({ ...claims, nonce: 'another' }))],
    ['without the nonce', claiming(({ nonce: _, ...claims }) => claims)],
    ['for another client', claiming((claims) => ({ ...claims, aud: 'another' }))],
    ['for several clients, asked for by another', claiming((claims) => ({ ...claims, aud: ['shop', 'another'], azp: 'another' }))],
    ['of another issuer', claiming((claims) => ({ ...claims, iss: 'https://id.example' }))],
    ['that is over', claiming((claims) => ({ ...claims, exp: Math.floor(Date.now() / 1_000) - 3_600 }))],
    ['without an end', claiming(({ exp: _, ...claims }) => claims)],
    ['without a subject', claiming(({ sub: _, ...claims }) => claims)],
    ['with an empty subject', claiming((claims) => ({ ...claims, sub: '' }))],
    ['with a subject that is too long', claiming((claims) => ({ ...claims, sub: 'x'.repeat(256) }))],
    ['with a subject that no text may hold', claiming((claims) => ({ ...claims, sub: 'a\u0000' }))],
    ['that is none', () => 'a.b'],
  ])('is not believed with an ID token %s', async (_, token) => {
    const refused = await logIn(async (nonce) => tokens(await token(nonce)));

    expect([refused.status, refused.body['code']]).toEqual([422, 'openid-connect-answer-invalid']);
  });

  it.each([['no ID token', { access_token: 'access', token_type: 'Bearer' }], ['no object', []], ['an old code', { error: 'invalid_grant' }]])('is not believed with %s', async (_, answer) => {
    expect((await logIn(() => json(answer, 'error' in answer ? 400 : 200))).body['code']).toBe('openid-connect-answer-invalid');
  });

  it('is not believed with the address of another subject', async () => {
    const withoutEmail = ({ email: _, email_verified: __, ...claims }: JWTPayload) => claims;
    routes['/userinfo'] = json({ sub: 'another', email: 'owner@example.com', email_verified: true });
    const refused = await logIn(async (nonce) => tokens(await signed(withoutEmail(honest(nonce)))));

    expect([refused.status, refused.body['code']]).toEqual([422, 'openid-connect-answer-invalid']);
  });

  it('cannot make an address verified that it signed as unverified', async () => {
    routes['/userinfo'] = json({ sub: 'ada', email: 'ada@example.com', email_verified: true });
    const refused = await logIn(async (nonce) => tokens(await signed({ ...honest(nonce), sub: 'ada', email: 'ada@example.com', email_verified: false })));

    expect(refused.body['code']).toBe('openid-connect-email-unverified');
  });

  it.each([
    ['of 300 characters', { name: 'x'.repeat(300) }, 'x'.repeat(200)],
    ['with control characters', { name: 'Ada\u0000\u001b[31m Lovelace\ud800' }, 'Ada [31m Lovelace'],
    ['in two parts', { given_name: 'Ada', family_name: 'Lovelace' }, 'Ada Lovelace'],
    ['that is no text', { name: { first: 'Ada' } }, ''],
  ])('may say a name %s', async (_, claims, name) => {
    const { body } = await logIn(async (nonce) => tokens(await signed({ ...honest(nonce), ...claims })));

    expect((await api.call('GET', '/v1/customers/me', body['access_token'])).body['name']).toBe(name);
  });

  it.each([...UNUSABLE, ['that the client is unknown', json({ error: 'invalid_client' }, 401)] as [string, Reply]])('stops nothing else when it answers %s for a code', async (_, reply) => {
    const refused = await logIn(() => reply);

    expect([refused.status, refused.body['code'], refused.headers['retry-after']]).toEqual([503, 'openid-provider-unavailable', '5']);
    expect((await api.call('GET', '/guarded/public')).status).toBe(200);
  });

  it.each(UNUSABLE)('stops nothing else when it answers %s instead of its keys', async (_, reply) => {
    routes['/jwks'] = reply;

    expect((await logIn(async (nonce) => tokens(await signed(honest(nonce))))).body['code']).toBe('openid-provider-unavailable');
  });

  it.each<[string, () => Reply]>([
    ...UNUSABLE.map(([name, reply]): [string, () => Reply] => [name, () => reply]),
    ['no object', () => json([])],
    ['that it is somebody else', () => json(metadata({ issuer: 'https://id.example' }))],
    ['an address that runs scripts', () => json(metadata({ authorization_endpoint: 'javascript:alert(1)' }))],
    ['no address for logging in', () => json(metadata({ authorization_endpoint: undefined }))],
  ])('is not gone to when it says %s of itself, until it mends its ways', async (_, reply) => {
    routes['/.well-known/openid-configuration'] = reply();
    const refused = await begin();
    routes['/.well-known/openid-configuration'] = json(metadata());

    expect([refused.status, refused.body['code']]).toEqual([503, 'openid-provider-unavailable']);
    if (!/address/.test(_)) expect((await begin()).status).toBe(201);
  });

  it('leads to no address but over TLS, or on this machine', async () => {
    routes['/.well-known/openid-configuration'] = json(metadata({ token_endpoint: 'http://169.254.169.254/token' }));

    expect((await logIn(() => away)).body['code']).toBe('openid-provider-unavailable');
  });

  it('uses no login up while it is away: the same one is completed when it is back', async () => {
    const { body } = await begin();
    const asked = new URL(body['authorization_url']).searchParams;
    routes['/token'] = tokens(await signed(honest(asked.get('nonce')!)));
    const away = await startIdentity(database.url, undefined, undefined, [], {
      openIdConnect: { issuer: 'http://127.0.0.1:1', clientId: 'shop', redirectUris: [REDIRECT_URI], scopes: 'openid' },
    });
    const completion = { secret: body['secret'], response_url: `${REDIRECT_URI}?code=abc&state=${asked.get('state')}` };
    const refused = await away.call('POST', `${AUTHORIZATIONS}/${body['id']}/completions`, undefined, completion);
    await away.stop();

    expect(refused.body['code']).toBe('openid-provider-unavailable');
    expect((await api.call('POST', `${AUTHORIZATIONS}/${body['id']}/completions`, undefined, completion)).status).toBe(201);
  });
});

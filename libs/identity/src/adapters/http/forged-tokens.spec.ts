import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign as signWith } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { newId, toId } from '@holdfast/kernel';
import { LinkTokens } from '../../application/link-tokens.js';
import { SigningKeys } from '../../domain/signing-keys.js';
import { type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';
import { sql } from '../../../../../test/support/sql.js';

type Json = Record<string, unknown>;

const text = (value: Json | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const parts = (token: string) => {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
  return { header: json(header), payload: json(payload), signature };
};

describe('forged access tokens', () => {
  let database: TestDatabase;
  let api: IdentityUnderTest;
  let real: string;
  const thief = generateKeyPairSync('ed25519');

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startIdentity(database.url);
    const [email, password] = [`${randomUUID()}@example.com`, 'three small rain boots'];
    await api.call('POST', '/v1/customers', undefined, { email, password });
    const [row] = await sql<{ id: string }>(database.url, 'select id from identity.registrations');
    const id = toId('reg', row!.id);
    await api.call('POST', `/v1/email-verifications/${id}/confirmations`, undefined, { token: api.app.get(LinkTokens).of(id) });
    real = (await api.call('POST', '/v1/sessions', undefined, { email, password })).body['access_token'];
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const me = (token: string) => api.call('GET', '/v1/customers/me', token);
  const signed = (header: Json, payload: Json, key: KeyObject = thief.privateKey): string => {
    const head = `${text(header)}.${text(payload)}`;
    return `${head}.${signWith(null, Buffer.from(head), key).toString('base64url')}`;
  };
  const withMac = (header: Json, payload: Json, secret: string | Buffer): string => {
    const head = `${text(header)}.${text(payload)}`;
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
  };
  const pem = () => createPublicKey(thief.privateKey).export({ format: 'pem', type: 'spki' });

  it('the real one counts, and is of the kind that it says', async () => {
    const { header, payload } = parts(real);
    expect((await me(real)).status).toBe(200);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.stringMatching(/^sig_/) });
    expect(payload).toMatchObject({ iss: 'http://shop.test', aud: 'holdfast-api', sub: expect.stringMatching(/^cus_/), sid: expect.stringMatching(/^ses_/), jti: expect.any(String) });
    expect(Number(payload['exp']) - Number(payload['iat'])).toBeLessThanOrEqual(900);
  });

  type Parts = ReturnType<typeof parts>;
  const forgeries: readonly (readonly [string, (given: Parts) => string])[] = [
    ['another signer under our key id', ({ header, payload }) => signed(header, payload)],
    ['no algorithm', ({ header, payload }) => `${text({ ...header, alg: 'none' })}.${text(payload)}.`],
    ['no algorithm, in capitals', ({ header, payload }) => `${text({ ...header, alg: 'NONE' })}.${text(payload)}.`],
    ['no algorithm and the real signature', ({ header, payload, signature }) => `${text({ ...header, alg: 'none' })}.${text(payload)}.${signature}`],
    ['no signature', ({ header, payload }) => `${text(header)}.${text(payload)}.`],
    ['two parts', ({ header, payload }) => `${text(header)}.${text(payload)}`],
    ['four parts', ({ header, payload, signature }) => `${text(header)}.${text(payload)}.${signature}.x`],
    ['five parts, as if encrypted', ({ header, payload, signature }) => `${text(header)}.${text(payload)}.${signature}.x.y`],
    ['a MAC with the key id as its key', ({ header, payload }) => withMac({ ...header, alg: 'HS256' }, payload, String(header['kid']))],
    ['a MAC with a public key as its key', ({ header, payload }) => withMac({ ...header, alg: 'HS256' }, payload, pem())],
    ['a MAC with nothing as its key', ({ header, payload }) => withMac({ ...header, alg: 'HS256' }, payload, '')],
    ['a key in the header', ({ header, payload }) => signed({ ...header, jwk: createPublicKey(thief.privateKey).export({ format: 'jwk' }) }, payload)],
    ['a key in the header and no key id', ({ payload }) => signed({ alg: 'EdDSA', typ: 'at+jwt', jwk: createPublicKey(thief.privateKey).export({ format: 'jwk' }) }, payload)],
    ['the address of a key', ({ header, payload }) => signed({ ...header, jku: 'http://127.0.0.1:9/keys' }, payload)],
    ['the address of a certificate', ({ header, payload }) => signed({ ...header, x5u: 'http://127.0.0.1:9/cert' }, payload)],
    ['a key id that is a path', ({ header, payload }) => signed({ ...header, kid: '../../../../dev/null' }, payload)],
    ['a key id that is SQL', ({ header, payload }) => signed({ ...header, kid: `' or 1=1 --` }, payload)],
    ['a key id that is an object', ({ header, payload }) => signed({ ...header, kid: { $ne: null } }, payload)],
    ['no key id', ({ payload }) => signed({ alg: 'EdDSA', typ: 'at+jwt' }, payload)],
    ['an unknown critical extension', ({ header, payload }) => signed({ ...header, crit: ['b64'], b64: false }, payload)],
    ['another subject under the real signature', ({ header, payload, signature }) => `${text(header)}.${text({ ...payload, sub: newId('cus') })}.${signature}`],
    ['a later end under the real signature', ({ header, payload, signature }) => `${text(header)}.${text({ ...payload, exp: 4_102_444_800 })}.${signature}`],
    ['another type under the real signature', ({ header, payload, signature }) => `${text({ ...header, typ: 'JWT' })}.${text(payload)}.${signature}`],
    ['a signature with one bit turned', ({ signature }) => `${real.slice(0, -signature.length)}${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
    ['a payload that is no JSON', ({ header, signature }) => `${text(header)}.${text('{')}.${signature}`],
    ['a header that is no JSON', ({ payload, signature }) => `${text('{')}.${text(payload)}.${signature}`],
    ['dots alone', () => '..'],
    ['10,000 dots', () => '.'.repeat(10_000)],
  ];

  it.each(forgeries)('%s: refused like no token at all', async (_, forge) => {
    const refused = await me(forge(parts(real)));
    expect([refused.status, refused.body['code']]).toEqual([401, 'unauthenticated']);
  });

  const now = () => Math.floor(Date.now() / 1_000);
  const wrong: readonly (readonly [string, (given: Parts) => { header?: Json; payload?: Json }])[] = [
    ['is over', () => ({ payload: { iat: now() - 700, exp: now() - 100 } })],
    ['counts for a day', () => ({ payload: { iat: now() - 3_600, exp: now() + 82_800 } })],
    ['has no end', () => ({ payload: { exp: undefined } })],
    ['comes from the future', () => ({ payload: { iat: now() + 600, exp: now() + 1_200 } })],
    ['counts only later', () => ({ payload: { nbf: now() + 600 } })],
    ['is of another issuer', () => ({ payload: { iss: 'http://elsewhere.test' } })],
    ['is of no issuer', () => ({ payload: { iss: undefined } })],
    ['is for another audience', () => ({ payload: { aud: 'another-api' } })],
    ['is for several audiences', () => ({ payload: { aud: ['holdfast-api', 'another-api'] } })],
    ['is of another type', () => ({ header: { typ: 'JWT' } })],
    ['is of no type', () => ({ header: { typ: undefined } })],
    ['is of no session', () => ({ payload: { sid: undefined } })],
    ['is of a session of somebody else', () => ({ payload: { sub: newId('cus') } })],
    ['is of a session that never was', () => ({ payload: { sid: newId('ses') } })],
    ['names an API key', () => ({ payload: { sub: newId('key') } })],
    ['names a list', ({ payload }) => ({ payload: { sub: [payload['sub']] } })],
  ];

  it.each(wrong)('one that our own key signed and that %s: refused', async (_, change) => {
    const given = parts(real);
    const [key] = await api.app.get(SigningKeys).current();
    const ours = createPrivateKey({ key: Buffer.from(key!.privateKey), format: 'der', type: 'pkcs8' });
    const { header, payload } = change(given);

    expect((await me(signed(given.header, given.payload, ours))).status).toBe(200);
    expect((await me(signed({ ...given.header, ...header }, { ...given.payload, ...payload }, ours))).status).toBe(401);
  });

  it('the real one still counts after all of them', async () => {
    expect((await me(real)).status).toBe(200);
  });
});

import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Client } from 'pg';
import { toUuid } from '@holdfast/kernel';
import { AccessGuard, statements } from '@holdfast/platform';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { ADMIN_KEY, type Answer, createIdentity, type IdentityUnderTest, startIdentity } from '../../identity-under-test.js';

const GUARDED = '/guarded/orders';

describe('the guard', () => {
  let database: TestDatabase;
  let client: Client;
  let shop: IdentityUnderTest;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    shop = await startIdentity(database.url, ADMIN_KEY);
    await shop.app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await shop?.stop();
    await client?.end();
    await database?.drop();
  });

  const make = async (scopes: string[], expires_at?: string): Promise<{ id: string; secret: string }> => {
    const { body } = await shop.call('POST', '/v1/admin/api-keys', ADMIN_KEY, { name: 'Till', scopes, expires_at });
    return body as { id: string; secret: string };
  };

  const withHeader = (value: string): Promise<Answer> => shop.call('GET', GUARDED, undefined, undefined, { authorization: value });

  /** Header lines exactly as given, over a socket: a client library would fold them. */
  const withLines = (...lines: string[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = shop.app.getHttpServer().address() as AddressInfo;
      const headers = ['Host', 'shop.test', 'Connection', 'close', ...lines.flatMap((line) => ['Authorization', line])];
      httpRequest({ port, path: GUARDED, headers: headers as never }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      })
        .on('error', reject)
        .end();
    });

  const same = ({ status, text, headers, body }: Answer) => ({
    status,
    text: text.replace(body['request_id'] as string, ''),
    challenge: headers['www-authenticate'],
  });

  describe('a bad credential', () => {
    const good = ADMIN_KEY;
    const changed = (at: number) => `${good.slice(0, at)}${good[at] === 'x' ? 'y' : 'x'}${good.slice(at + 1)}`;

    it.each<[string, string]>([
      ['an empty header', ''],
      ['the scheme alone', 'Bearer'],
      ['the scheme and spaces', 'Bearer   '],
      ['the key alone', good],
      ['Basic', `Basic ${Buffer.from(`${good}:`).toString('base64')}`],
      ['another scheme', `Token ${good}`],
      ['a public prefix', `Bearer pk_${good.slice(3)}`],
      ['no prefix', `Bearer ${good.slice(3)}`],
      ['the prefix alone', 'Bearer sk_'],
      ['a truncated key', `Bearer ${good.slice(0, -1)}`],
      ['a longer key', `Bearer ${good}a`],
      ['the first character changed', `Bearer ${changed(3)}`],
      ['the last character changed', `Bearer ${changed(good.length - 1)}`],
      ['upper case', `Bearer ${good.toUpperCase()}`],
      ['lower case', `Bearer ${good.toLowerCase()}`],
      ['a quoted key', `Bearer "${good}"`],
      ['two keys in one header', `Bearer ${good}, Bearer ${good}`],
      ['something behind the key', `Bearer ${good} more`],
      ['a tab instead of the space', `Bearer\t${good}`],
      ['8 kB', `Bearer sk_${'a'.repeat(8_000)}`],
      ['SQL', `Bearer sk_${'a'.repeat(40)}' or true --`],
      ['percent encoding', `Bearer ${encodeURIComponent(good).replace('sk_', 'sk%5F')}`],
      ['characters beyond ASCII', `Bearer sk_${'ü'.repeat(43)}`],
      ['the hash instead of the key', `Bearer sk_${'0f'.repeat(32)}`],
      ['a JSON web token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
    ])('is refused like no credential at all: %s', async (_what, header) => {
      const none = await shop.call('GET', GUARDED);

      const answer = await withHeader(header);

      expect(same(answer)).toEqual(same(none));
      expect(answer.status).toBe(401);
      expect(answer.body['code']).toBe('unauthenticated');
    });

    it('is refused when the key is expired, from that moment on', async () => {
      const { id, secret } = await make(['orders:read'], new Date(Date.now() + 3_600_000).toISOString());
      const before = await shop.call('GET', GUARDED, secret);

      await client.query(`update identity.api_keys set created_at = now() - interval '2 days', expires_at = now() where name = 'Till' and expires_at is not null`);

      expect(before.status).toBe(200);
      expect(same(await shop.call('GET', GUARDED, secret))).toEqual(same(await shop.call('GET', GUARDED)));
      expect(id).toMatch(/^key_/);
    });

    it('is refused when the key was revoked, from the next request on', async () => {
      const { id, secret } = await make(['orders:read']);
      const before = await shop.call('GET', GUARDED, secret);

      const revoked = await shop.call('DELETE', `/v1/admin/api-keys/${id}`, ADMIN_KEY);

      expect([before.status, revoked.status]).toEqual([200, 204]);
      expect(same(await shop.call('GET', GUARDED, secret))).toEqual(same(await shop.call('GET', GUARDED)));
    });

    it('is refused when two Authorization headers come, whatever stands first', async () => {
      const other = `Bearer sk_${'z'.repeat(43)}`;

      const answers = await Promise.all([withLines(`Bearer ${good}`, other), withLines(other, `Bearer ${good}`), withLines(`Bearer ${good}`, `Bearer ${good}`)]);

      expect(answers).toEqual([401, 401, 401]);
      expect(await withLines(`Bearer ${good}`)).toBe(200);
    });
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])('takes the scheme in any case: %s', async (scheme) => {
    const answer = await withHeader(`${scheme} ${ADMIN_KEY}`);

    expect(answer.status).toBe(200);
  });

  it('answers 403 to a key without the scope and names it', async () => {
    const { secret } = await make(['catalog:read', 'orders:write']);

    const answer = await shop.call('GET', GUARDED, secret);

    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'forbidden', required_scope: 'orders:read' });
  });

  it('says in the correlation who acts', async () => {
    const { id, secret } = await make(['orders:read']);

    const answer = await shop.call('GET', GUARDED, secret);

    expect(answer.body).toEqual({ actor: id });
  });

  it('leaves public routes alone, whatever credential comes', async () => {
    const answers = await Promise.all([undefined, 'nonsense', ADMIN_KEY].map((key) => shop.call('GET', '/guarded/public', key)));

    expect(answers.map(({ status, body }) => [status, body['actor']])).toEqual([[200, null], [200, null], [200, null]]);
  });

  it('notes the use of a key, not more than once a minute', async () => {
    const { id, secret } = await make(['orders:read']);
    const used = async (): Promise<string | null> => {
      const { body } = await shop.call('GET', '/v1/admin/api-keys?limit=100', ADMIN_KEY);
      return body['data'].find((key: { id: string }) => key.id === id).last_used_at;
    };
    await shop.call('GET', GUARDED, secret);
    let first = await used();
    while (first === null) first = await used();
    const notes: unknown[] = [];
    const listen = (text: unknown): void => void (String(text).includes('identity.key-used') && notes.push(text));
    statements.subscribe(listen);

    await Promise.all(Array.from({ length: 20 }, () => shop.call('GET', GUARDED, secret)));

    statements.unsubscribe(listen);
    expect(notes).toEqual([]);
    expect(await used()).toBe(first);
  });

  it('notes the use again after a minute', async () => {
    const { id, secret } = await make(['orders:read']);
    const of = [toUuid(id)];
    await client.query(`update identity.api_keys set last_used_at = now() - interval '61 seconds' where id = $1`, of);

    await shop.call('GET', GUARDED, secret);

    const recent = async () => (await client.query(`select last_used_at > now() - interval '30 seconds' as yes from identity.api_keys where id = $1`, of)).rows[0].yes;
    while (!(await recent()));
    expect(await recent()).toBe(true);
  });

  it('serves no route without a policy, should one slip through the check at start', () => {
    class SlippedController {
      anything() {}
    }
    const guard = shop.app.get(AccessGuard);
    const context = new ExecutionContextHost([], SlippedController, SlippedController.prototype.anything);

    expect(() => guard.canActivate(context)).toThrow('SlippedController.anything declares no policy');
  });

  it('refuses to start with a route that declares no policy, and names it', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      anything() {
        return {};
      }
    }
    const app = await createIdentity(database.url, undefined, [ForgottenController]);

    const starting = app.init();

    await expect(starting).rejects.toThrow('ForgottenController.anything');
    await app.close();
  });
});

import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Throttle, toId } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { sql } from '../../../../../test/support/sql.js';
import { PASSWORD, said } from '../../accounts-under-test.js';
import { LinkTokens } from '../../application/link-tokens.js';
import { Passwords } from '../../domain/password.js';
import { ADMIN_KEY, type Answer, createIdentity } from '../../identity-under-test.js';

const HOME = '192.0.2.10';
const ATTACKER = '203.0.113.66';
const PER_MINUTE = 30;

describe('throttling', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let hashes = 0;

  const start = async (throttling = { addressPerMinute: 0, keyPerMinute: 0, leniency: 1 }) => {
    app = await createIdentity(database.url, ADMIN_KEY, [], undefined, throttling);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const passwords = app.get(Passwords);
    const matches = passwords.matches.bind(passwords);
    hashes = 0;
    passwords.matches = (...args) => {
      hashes++;
      return matches(...args);
    };
  };

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });

  const ask = async (method: 'GET' | 'POST', url: string, payload: object | undefined, from: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await app.inject({ method, url, headers, remoteAddress: from, ...(payload && { payload }) });
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: answer.json<Record<string, unknown>>() };
  };
  const logIn = (email: string, password: string, from: string) => ask('POST', '/v1/sessions', { email, password }, from);
  const account = async (): Promise<string> => {
    const email = `${randomUUID()}@example.com`;
    await ask('POST', '/v1/customers', { email, name: 'Ada', password: PASSWORD }, HOME);
    const [row] = await sql<{ id: string }>(database.url, 'select id from identity.registrations where email = $1', [email]);
    const id = toId('reg', row!.id);
    await ask('POST', `/v1/email-verifications/${id}/confirmations`, { token: app.get(LinkTokens).of(id) }, HOME);
    return email;
  };
  /** Tries of a list of passwords, twenty at a time. */
  const stuff = async (email: string, tries: number, from = ATTACKER): Promise<Answer[]> => {
    const answers: Answer[] = [];
    while (answers.length < tries) {
      const next = Array.from({ length: Math.min(20, tries - answers.length) }, (_, i) => answers.length + i);
      answers.push(...(await Promise.all(next.map((number) => logIn(email, `${PASSWORD} ${number}`, from)))));
    }
    return answers;
  };
  const tally = (answers: readonly Answer[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };

  it('stops a thousand tries at one account after ten hashes, and lets its owner in from elsewhere', async () => {
    await start();
    const email = await account();
    const answers = await stuff(email.toUpperCase(), 1_000);
    const refused = answers.at(-1)!;
    const spent = hashes;
    const [there, owner] = [await logIn(email, PASSWORD, ATTACKER), await logIn(email, PASSWORD, HOME)];

    expect(tally(answers)).toEqual({ 401: 10, 429: 990 });
    expect(spent).toBe(10);
    expect([refused.body['code'], Number(refused.headers['retry-after']) > 0]).toEqual(['too-many-requests', true]);
    expect([there.status, owner.status]).toEqual([429, 201]);
  });

  it('lets the owner in all the time where they got in before, while strangers have used up their hundred tries', async () => {
    await start();
    const email = await account();
    await logIn(email, PASSWORD, HOME);
    for (let number = 0; number < 100; number++) await app.get(Throttle).take('login', { address: `198.51.100.${number % 50}`, account: email });
    const [known, unknown] = [await logIn(email, PASSWORD, HOME), await logIn(email, PASSWORD, '192.0.2.99')];

    expect([known.status, unknown.status]).toEqual([201, 429]);
  });

  it('treats an account that does not exist alike', async () => {
    await start();
    const [known, unknown] = [await account(), `${randomUUID()}@example.com`];
    const [first, second] = [await stuff(known, 15), await stuff(unknown, 15, '203.0.113.67')];
    const plain = (answers: readonly Answer[]) => answers.map((answer) => JSON.stringify({ ...said(answer), detail: 0, retry_after: 0 })).sort();
    const limits = ({ headers }: Answer) => [headers['ratelimit-policy'], headers['ratelimit'], headers['retry-after']];

    expect(plain(second)).toEqual(plain(first));
    expect(tally(first)).toEqual({ 401: 10, 429: 5 });
    expect(limits(await logIn(`${randomUUID()}@example.com`, 'x', '192.0.2.50'))).toEqual(limits(await logIn(await account(), 'x', '192.0.2.51')));
  });

  it('sends nobody more mails than they can read', async () => {
    await start();
    const email = `${randomUUID()}@example.com`;
    const answers: Answer[] = [];
    for (let net = 0; net < 8; net++) answers.push(await ask('POST', '/v1/customers', { email, name: 'Ada', password: PASSWORD }, `198.51.100.${net}`));

    expect(tally(answers)).toEqual({ 202: 5, 429: 3 });
  });

  describe('of requests', () => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const keys = (token: string, from: string) => ask('GET', '/v1/admin/api-keys', undefined, from, bearer(token));
    /** Points come back while the requests run, so some more are asked for than there are. */
    const MORE = 20;
    const atOnce = (count: number, one: (number: number) => Promise<Answer>) => Promise.all(Array.from({ length: count }, (_, number) => one(number)));
    const refusals = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 429);

    it('counts an API key by itself, wherever it comes from and whoever shares its address', async () => {
      await start({ addressPerMinute: PER_MINUTE, keyPerMinute: 2 * PER_MINUTE, leniency: 1 });
      const crowd = await atOnce(PER_MINUTE + MORE, () => ask('GET', '/guarded/public', undefined, HOME));
      const first = await keys(ADMIN_KEY, HOME);
      const answers = await atOnce(2 * PER_MINUTE + MORE, (number) => keys(ADMIN_KEY, number % 2 ? HOME : ATTACKER));

      expect(refusals(crowd).length).toBeGreaterThan(0);
      expect([first.status, first.headers['ratelimit']]).toEqual([200, '"key";r=59;t=1']);
      expect(tally(answers)['200']).toBeGreaterThanOrEqual(2 * PER_MINUTE - 1);
      expect(refusals(answers).length).toBeGreaterThan(0);
      expect(refusals(answers)[0]!.headers).toMatchObject({ 'ratelimit-policy': '"key";q=60;w=60', 'retry-after': '1' });
    });

    it('counts keys that are made up by address, before anything is asked of the database', async () => {
      await start({ addressPerMinute: PER_MINUTE, keyPerMinute: 2 * PER_MINUTE, leniency: 1 });
      const answers = await atOnce(PER_MINUTE + MORE, () => keys(`sk_${randomUUID()}${randomUUID()}`, ATTACKER));

      expect(tally(answers)['401']).toBeGreaterThanOrEqual(PER_MINUTE);
      expect(refusals(answers)[0]!.headers['ratelimit']).toMatch(/^"credential";r=0;t=\d+$/);
      expect((await keys(ADMIN_KEY, HOME)).status).toBe(200);
    });

    it('counts people who are logged in by their address', async () => {
      await start({ addressPerMinute: PER_MINUTE, keyPerMinute: 1, leniency: 1 });
      const { body } = await logIn(await account(), PASSWORD, HOME);
      const { headers } = await ask('GET', '/v1/customers/me', undefined, '192.0.2.11', bearer(body['access_token']));

      expect(headers['ratelimit']).toBe('"address";r=29;t=2');
    });
  });
});

import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { freePort } from '../../../../apps/launcher/src/ports.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { createHttpApp } from '../http/app.js';
import { clientAddress } from '../http/client-address.js';
import { PlatformHttpModule, PlatformModule } from '../platform.module.js';
import { RequestLimits } from './request-limits.js';
import { Throttled } from './throttled.js';
import { specLogger } from '../../../../test/support/spec-log.js';

const PROXIES = ['127.0.0.1', '10.0.0.0/8', '2001:db8:ffff::/48'];
const PER_MINUTE = 20;
const PAGE = 'https://shop.example.com';

@Controller()
class OpenController {
  @Get('open')
  open(@Req() request: FastifyRequest) {
    return { address: clientAddress(request) };
  }

  @Throttled('refresh')
  @Post('guess')
  guess() {
    return {};
  }
}

async function start(databaseUrl: string, trustedProxies?: string[], addressPerMinute = PER_MINUTE): Promise<NestFastifyApplication> {
  const logger = specLogger();
  const publicUrl = 'http://shop.test';
  const platform = PlatformModule.forRoot({
    databaseUrl, publicUrl, logger, poolMax: 2, queue: { kind: 'postgres', url: databaseUrl }, secret: 'a secret for the specs of throttling', testMode: false, records: [], migrations: [],
    throttling: { addressPerMinute, keyPerMinute: 0, leniency: 1 },
  });
  class AppModule {}
  Module({ imports: [platform, PlatformHttpModule], controllers: [OpenController] })(AppModule);
  const app = await createHttpApp(AppModule, { publicUrl, logger, trustedProxies, corsOrigins: [PAGE] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

interface Ask {
  readonly url?: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly from?: string;
  readonly headers?: Record<string, string>;
}

async function ask(app: NestFastifyApplication, { url = '/open', method = 'GET', from = '192.0.2.1', headers = {} }: Ask = {}) {
  const { statusCode, headers: answered, json } = await app.inject({ method, url, remoteAddress: from, headers });
  return { status: statusCode, headers: answered, body: json<Record<string, unknown>>() };
}

describe('limits on requests', () => {
  let database: TestDatabase;
  const apps: NestFastifyApplication[] = [];
  const open = async (...args: Parameters<typeof start>) => {
    const app = await start(...args);
    apps.push(app);
    return app;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await sql(database.url, 'truncate platform.rate_limits');
  });
  afterAll(() => database.drop());

  const many = async (app: NestFastifyApplication, count: number, one: Ask = {}) => {
    const statuses: number[] = [];
    for (let i = 0; i < count; i++) statuses.push((await ask(app, one)).status);
    return statuses;
  };
  const refused = (statuses: readonly number[]) => statuses.filter((status) => status === 429).length;

  it('refuse an address that asks too much, whatever it asks, and nobody else', async () => {
    const app = await open(database.url);
    const found = await many(app, 10);
    const missing = await many(app, 5, { url: '/nowhere' });
    const wrong = await many(app, 5, { method: 'PUT' });
    const one = await ask(app);
    const [nowhere, other] = [await ask(app, { url: '/nowhere' }), await ask(app, { from: '192.0.2.2' })];

    expect([...new Set([...found, ...missing, ...wrong])]).toEqual([200, 404, 405]);
    expect([one.status, one.body['code'], one.headers['retry-after']]).toEqual([429, 'too-many-requests', expect.stringMatching(/^[123]$/)]);
    expect([nowhere.status, other.status]).toEqual([429, 200]);
    expect(one.headers['x-content-type-options']).toBe('nosniff');
  });

  it('are told with every answer, as structured fields', async () => {
    const app = await open(database.url);
    const [first, second, missing] = [await ask(app), await ask(app), await ask(app, { url: '/nowhere' })];
    const told = [first, second, missing].map(({ headers }) => headers['ratelimit'] as string);
    await many(app, PER_MINUTE);
    const over = await ask(app);

    expect(first.headers['ratelimit-policy']).toBe('"address";q=20;w=60');
    expect(told.map((header) => /^"address";r=(\d+);t=\d+$/.exec(header)?.[1])).toEqual(['19', '18', '17']);
    expect([over.headers['ratelimit'], over.headers['ratelimit-policy']]).toEqual([expect.stringMatching(/^"address";r=0;t=(60|5\d)$/), '"address";q=20;w=60']);
  });

  it('can be read by pages that may call the API', async () => {
    const app = await open(database.url);
    await many(app, PER_MINUTE);
    const { status, headers } = await ask(app, { headers: { origin: PAGE } });

    expect([status, headers['access-control-allow-origin']]).toEqual([429, PAGE]);
    expect(headers['access-control-expose-headers']).toMatch(/retry-after.*ratelimit/);
  });

  it('do not concern probes', async () => {
    const app = await open(database.url);
    const { headers } = await ask(app, { url: '/livez' });

    expect(refused(await many(app, 50, { url: '/livez' }))).toBe(0);
    expect(headers['ratelimit']).toBeUndefined();
  });

  it('count a whole /64 as one', async () => {
    const app = await open(database.url);
    for (let i = 0; i < PER_MINUTE; i++) await ask(app, { from: `2001:db8:0:1:${i.toString(16)}::1` });

    expect([(await ask(app, { from: '2001:db8:0:1::99' })).status, (await ask(app, { from: '2001:db8:0:2::99' })).status]).toEqual([429, 200]);
  });

  it('are shared by all processes', async () => {
    const [here, there] = [await open(database.url), await open(database.url)];
    const spent = await many(here, PER_MINUTE);
    await here.get(RequestLimits).share();
    const before = await many(there, 3);
    await there.get(RequestLimits).share();
    const after = await ask(there);

    expect([refused(spent), refused(before), after.status]).toEqual([0, 0, 429]);
  });

  it('write nothing for who is far from them', async () => {
    const app = await open(database.url);
    await many(app, 2);
    await app.get(RequestLimits).share();

    expect(await sql(database.url, 'select * from platform.rate_limits')).toEqual([]);
  });

  it('go on in each process while the database is away, where logins are refused', async () => {
    const app = await open(`postgres://nobody@127.0.0.1:${await freePort()}/nothing`);
    const statuses = await many(app, PER_MINUTE - 1);
    await app.get(RequestLimits).share();
    const guess = await ask(app, { method: 'POST', url: '/guess' });
    const over = await ask(app);

    expect(refused(statuses)).toBe(0);
    expect([guess.status, guess.body['code'], guess.headers['retry-after']]).toEqual([503, 'temporarily-unavailable', '2']);
    expect(over.status).toBe(429);
  });

  it('are off where they are set to nothing', async () => {
    const app = await open(database.url, undefined, 0);
    const { headers } = await ask(app);

    expect(refused(await many(app, 50))).toBe(0);
    expect(headers['ratelimit']).toBeUndefined();
  });

  it('count everybody alike who writes an X-Forwarded-For that nobody asked for', async () => {
    const app = await open(database.url);
    for (let i = 0; i < PER_MINUTE; i++) await ask(app, { headers: { 'x-forwarded-for': `198.51.100.${i}` } });

    expect((await ask(app, { headers: { 'x-forwarded-for': '198.51.100.200' } })).status).toBe(429);
  });

  it.each([
    ['no proxy at all', undefined, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['a stranger', PROXIES, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['a trusted proxy', PROXIES, '127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a trusted proxy over IPv6', PROXIES, '2001:db8:ffff::1', '2001:db8::7', '2001:db8::7'],
    ['a trusted proxy on a socket for both families', PROXIES, '::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a trusted proxy that wrote nothing', PROXIES, '127.0.0.1', undefined, '127.0.0.1'],
    ['two trusted proxies', PROXIES, '127.0.0.1', '198.51.100.7, 10.1.2.3', '198.51.100.7'],
    ['three trusted proxies', PROXIES, '10.0.0.1', '198.51.100.7, 10.1.2.3, 127.0.0.1', '198.51.100.7'],
    ['a trusted proxy, from a client that made up a way', PROXIES, '127.0.0.1', '203.0.113.1, 198.51.100.7', '198.51.100.7'],
    ['two trusted proxies, from a client that pretends to be one', PROXIES, '127.0.0.1', '10.9.9.9, 198.51.100.7, 10.1.2.3', '198.51.100.7'],
    ['a trusted proxy behind a strange one', PROXIES, '127.0.0.1', '198.51.100.7, 203.0.113.1', '203.0.113.1'],
    ['a trusted proxy that writes ports', PROXIES, '127.0.0.1', '198.51.100.7:4711', '198.51.100.7'],
    ['a trusted proxy that writes ports of IPv6', PROXIES, '127.0.0.1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['a trusted proxy that writes words', PROXIES, '127.0.0.1', 'unknown', '127.0.0.1'],
    ['a trusted proxy that hands nonsense on', PROXIES, '127.0.0.1', "' or 1=1 --", '127.0.0.1'],
  ])('and records see where a request comes from through %s', async (_, trusted, from, forwarded, address) => {
    const app = await open(database.url, trusted);
    const { body } = await ask(app, { from, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } });

    expect(body['address']).toBe(address);
  });
});

import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Module, Post, Req, UnauthorizedException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { sql } from '../../../../test/support/sql.js';
import { createHttpApp } from '../http/app.js';
import { Unavailable } from '../http/problems.js';
import { Throttle, UnitOfWork } from '../kernel/index.js';
import { ForgetOldRecords } from '../outbox/forget-old-records.js';
import { Database } from '../persistence/database.js';
import { PlatformHttpModule, PlatformModule } from '../platform.module.js';
import { type AccountOf, Throttled } from './throttled.js';
import { specLogger } from '../../../../test/support/spec-log.js';

const named: AccountOf = ({ body }) => (body as { account?: string } | undefined)?.account;
const RIGHT = 'right';
let tried = 0;

@Controller()
class DoorController {
  @Throttled('login', named)
  @Post('door')
  @HttpCode(200)
  enter(@Body() { secret }: { secret?: string }) {
    tried++;
    if (secret === 'broken') throw new Unavailable();
    if (secret !== RIGHT) throw new UnauthorizedException();
    return {};
  }

  @Throttled('registration', named)
  @Post('book')
  write() {
    return {};
  }

  @Get('open')
  open(@Req() _request: unknown) {
    return {};
  }
}

async function start(databaseUrl: string): Promise<NestFastifyApplication> {
  const logger = specLogger();
  const publicUrl = 'http://shop.test';
  const platform = PlatformModule.forRoot({
    databaseUrl, publicUrl, logger, poolMax: 10, queue: { kind: 'postgres', url: databaseUrl }, secret: 'a secret for the specs of throttling', testMode: false, records: [], migrations: [],
  });
  class AppModule {}
  Module({ imports: [platform, PlatformHttpModule], controllers: [DoorController] })(AppModule);
  const app = await createHttpApp(AppModule, { publicUrl, logger });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('exact limits', () => {
  let database: TestDatabase;
  let here: NestFastifyApplication;
  let there: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    [here, there] = [await start(database.url), await start(database.url)];
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await database.drop();
  });
  beforeEach(async () => {
    await sql(database.url, 'truncate platform.rate_limits');
    tried = 0;
  });

  const ask = async (url: string, payload: object, from = '192.0.2.1', app = here) => {
    const answer = await app.inject({ method: 'POST', url, payload, remoteAddress: from });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
  };
  const knock = (account: string, secret = 'wrong', from?: string, app?: NestFastifyApplication) => ask('door', { account, secret }, from, app);
  const someone = () => randomUUID();
  const times = <T>(count: number, work: (number: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, number) => work(number)));
  const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort((a, b) => a - b);
  const repeated = (status: number, count: number) => Array.from({ length: count }, () => status);
  /** As if it had happened so many seconds earlier. */
  const timePasses = (seconds: number) => sql(database.url, `update platform.rate_limits set whole_at = whole_at - $1 * interval '1 second'`, [seconds]);

  it('hold for fifty tries at once in two processes', async () => {
    const account = someone();

    const answers = await times(50, (number) => knock(account, 'wrong', '192.0.2.1', number % 2 ? here : there));

    expect(statuses(answers)).toEqual([...repeated(401, 10), ...repeated(429, 40)]);
    expect(tried).toBe(10);
  });

  it('say how long to wait, and let one more through after that', async () => {
    const account = someone();
    await times(10, () => knock(account));
    const refused = await knock(account);
    const seconds = Number(refused.headers['retry-after']);
    await timePasses(seconds - 2);
    const early = await knock(account);
    await timePasses(2);
    const [late, again] = [await knock(account), await knock(account)];

    expect([refused.status, refused.body['code'], refused.body['retry_after']]).toEqual([429, 'too-many-requests', seconds]);
    expect(refused.headers['ratelimit']).toMatch(/^"failed-logins-here";r=0;t=(900|8\d\d)$/);
    expect(seconds).toBeGreaterThan(80);
    expect(seconds).toBeLessThanOrEqual(90);
    expect([early.status, late.status, again.status]).toEqual([429, 401, 429]);
  });

  it('count failures only: who gets in, or meets a fault of ours, has all tries again', async () => {
    const account = someone();
    await times(9, () => knock(account));
    const entered = await knock(account, RIGHT);
    const faults = await times(10, () => knock(account, 'broken'));
    const after = await times(10, () => knock(account));

    expect([entered.status, ...statuses(faults)]).toEqual([200, ...repeated(503, 10)]);
    expect(statuses(after)).toEqual(repeated(401, 10));
    expect((await knock(account)).status).toBe(429);
  });

  it('leave the owner in while strangers from everywhere have used their tries up, and strangers one an hour', async () => {
    const account = someone();
    await knock(account, RIGHT, '192.0.2.77');
    for (let net = 0; net < 12; net++) await times(10, () => knock(account, 'wrong', `198.51.100.${net}`));
    const guessed = tried;
    const stranger = await knock(account, RIGHT, '203.0.113.5');
    const owner = await knock(account, RIGHT, '192.0.2.77');
    await timePasses(3_600);
    const patient = await knock(account, RIGHT, '203.0.113.6');
    await times(10, () => knock(account, 'wrong', '192.0.2.77'));

    expect(guessed).toBe(1 + 100);
    expect([stranger.status, owner.status, patient.status]).toEqual([429, 200, 200]);
    expect(Number(stranger.headers['retry-after'])).toBeGreaterThan(3_500);
    expect((await knock(account, RIGHT, '192.0.2.77')).status).toBe(429);
  });

  it('are forgiven for strangers when the secret is new', async () => {
    const account = someone();
    for (let net = 0; net < 11; net++) await times(10, () => knock(account, 'wrong', `198.51.100.${net}`));
    const before = await knock(account, RIGHT, '203.0.113.5');
    await here.get(Throttle).forgive('login', account);

    expect([before.status, (await knock(account, RIGHT, '203.0.113.5')).status]).toEqual([429, 200]);
  });

  it('count what one address tries on many accounts, and a whole /64 as one address', async () => {
    const near = await times(60, (number) => knock(someone(), 'wrong', `2001:db8:1:2::${number.toString(16)}`));
    const [same, other] = [await knock(someone(), RIGHT, '2001:db8:1:2:ffff::1'), await knock(someone(), RIGHT, '2001:db8:1:3::1')];

    expect(statuses(near)).toEqual(repeated(401, 60));
    expect([same.status, other.status]).toEqual([429, 200]);
  });

  it('count tries that name nobody against the address', async () => {
    const answers = await times(31, () => ask('book', {}));
    expect(statuses(answers)).toEqual([...repeated(201, 30), 429]);
  });

  it('keep no address and no account', async () => {
    await knock('ada@example.com', RIGHT);
    const rows = await sql<{ key: string }>(database.url, 'select key from platform.rate_limits');

    expect(rows.length).toBeGreaterThan(3);
    for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/);
  });

  it('leave nothing behind when their time is over', async () => {
    const account = someone();
    await times(10, () => knock(account));
    await timePasses(3_600);
    await new ForgetOldRecords(here.get(Database)).handle();
    const rows = await sql(database.url, 'select ceil(extract(epoch from whole_at - now()) / 3600)::int as hours from platform.rate_limits');

    // What strangers tried is given back in an hour each.
    expect(rows).toEqual([{ hours: 9 }]);
  });

  it('cannot be asked inside a unit of work, whose end could undo the count', async () => {
    const asked = here.get(UnitOfWork).run(() => here.get(Throttle).take('login', { address: undefined, account: 'x' }));
    await expect(asked).rejects.toThrow('outside of a unit of work');
  });

  it('ask for an account where they count by account', () => {
    expect(() => Throttled('login')).toThrow('say which one');
  });

  it('name in the answer what is allowed and left, but nothing that others had a part in', async () => {
    const answer = await knock(someone());

    expect(answer.headers['ratelimit-policy']).toBe('"logins";q=60;w=60, "failed-logins";q=100;w=3600, "failed-logins-here";q=10;w=900');
    expect(answer.headers['ratelimit']).toBe('"logins";r=59;t=1, "failed-logins";r=99;t=36, "failed-logins-here";r=9;t=90');
  });

  it('fail closed while the counters cannot be reached', async () => {
    await sql(database.url, 'alter table platform.rate_limits rename to elsewhere');
    const answer = await knock(someone(), RIGHT);
    await sql(database.url, 'alter table platform.elsewhere rename to rate_limits');

    expect([answer.status, answer.body['code'], tried]).toEqual([503, 'temporarily-unavailable', 0]);
    expect((await here.inject({ method: 'GET', url: 'open' })).statusCode).toBe(200);
  });
});

import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { specLogger } from '../../../../test/support/spec-log.js';
import { Invariants } from '../invariants/invariants.js';
import { newId, UnitOfWork } from '../kernel/index.js';
import { PlatformModule } from '../platform.module.js';
import { NestLogger } from '../telemetry/logger.js';
import { MetricsListener } from './metrics-listener.js';
import { PrometheusMetrics } from './prometheus-metrics.js';

const INVARIANTS = [
  { id: 'I1', holds: 'There is nothing.', sql: 'select 1 as a where false' },
  { id: 'I2', holds: 'Nothing can be divided by nothing.', sql: 'select 1 / 0 as a' },
  { id: 'I3', holds: 'There is nothing either.', sql: 'select * from generate_series(1, 3)' },
];

describe('what a process tells', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let lines: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    lines = [];
    const logger = specLogger({ write: (line: string) => void lines.push(line) });
    const platform = PlatformModule.forRoot({
      databaseUrl: database.url, publicUrl: 'http://shop.test', logger, poolMax: 2, queue: { kind: 'postgres', url: database.url },
      secret: 'a secret for the specs, not for anybody else', testMode: true, records: [], migrations: [], invariants: INVARIANTS,
    });
    class AppModule {}
    Module({ imports: [platform] })(AppModule);
    app = await NestFactory.createApplicationContext(AppModule, { logger: new NestLogger(logger), abortOnError: false });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const told = async (series: string): Promise<number | undefined> => {
    const { text } = await app.get(PrometheusMetrics).exposition();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };

  describe('of events', () => {
    const committed = () => told('holdfast_events_committed_total{type="test.happened.v1"}');
    const happened = () => ({ type: 'test.happened.v1', subject: newId('ord'), version: 1, payload: {} });
    const giveUp = (): never => {
      throw new Error('given up');
    };

    it('is what was committed, of attempts what they kept, and nothing that was undone', async () => {
      const work = app.get(UnitOfWork);

      await expect(work.run(async () => (work.record([happened()]), giveUp()))).rejects.toThrow('given up');
      expect(await committed()).toBeUndefined();

      await work.run(async () => {
        work.record([happened()]);
        await work.attempt(async () => (work.record([happened(), happened()]), giveUp()));
        await work.attempt(async () => work.record([happened()]));
      });
      expect(await committed()).toBe(2);
    });
  });

  describe('of invariants', () => {
    it('is how each was found, and when; one that cannot be checked keeps none from being checked', async () => {
      await app.get(Invariants).checkOneByOne();

      const [held, unknown, broken] = await Promise.all(INVARIANTS.map(({ id }) => told(`holdfast_invariant_offenders{invariant="${id}"}`)));
      expect([held, unknown, broken]).toEqual([0, undefined, 3]);
      expect(await told('holdfast_invariant_last_check_timestamp_seconds{invariant="I2"}')).toBeUndefined();
      expect(lines.filter((line) => line.includes('an invariant')).map((line) => JSON.parse(line) as { invariant: string; msg: string })).toEqual([
        expect.objectContaining({ invariant: 'I2', msg: 'an invariant could not be checked' }),
        expect.objectContaining({ invariant: 'I3', offenders: 3, msg: 'an invariant is broken' }),
      ]);
    });
  });

  describe('at its own address', () => {
    it('is the metrics, for reading, and nothing else; a port that is taken is refused', async () => {
      const address = await app.get(MetricsListener).listen(0, '127.0.0.1');
      const status = async (path: string, method = 'GET') => (await fetch(new URL(path, address), { method })).status;

      expect([await status('/metrics'), await status('/metrics?name=up'), await status('/metrics', 'HEAD'), await status('/metrics', 'POST'), await status('/livez')]).toEqual([200, 200, 200, 405, 404]);
      expect((await fetch(address)).headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      await expect(new MetricsListener(new PrometheusMetrics()).listen(Number(new URL(address).port), '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    });
  });
});

import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../prove/random.js';
import { eventually } from '../../support/eventually.js';
import { familyOf, signalAll } from '../../support/processes.js';
import { sql } from '../../support/sql.js';
import type { Inject } from './faults.js';
import type { Installation } from './installation.js';

const BACK_WITHIN_MS = 60_000;
const whileFor = (random: Random, min: number, max: number): Promise<void> => pause(random.whole(min * 1_000, max * 1_000));

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

export const postgresKilled: Inject = async (shop, random) => {
  await shop.postgres.kill();
  await whileFor(random, 1, 4);
  await shop.restartPostgres();
};

export const postgresRestarts: Inject = (shop, random) =>
  times(random.whole(2, 4), async () => {
    await shop.postgres.stop();
    await shop.restartPostgres();
    await whileFor(random, 1, 2);
  });

export const postgresFrozen: Inject = async ({ postgres }, random) => {
  const pids = familyOf(postgres.pid);
  signalAll(pids, 'SIGSTOP');
  try {
    await whileFor(random, 3, 10);
  } finally {
    signalAll(pids, 'SIGCONT');
  }
};

export const postgresCut: Inject = ({ proxy }, random) =>
  times(random.whole(5, 12), async () => {
    proxy.cut();
    await pause(random.whole(100, 800));
  });

export const queueKilled: Inject = async ({ redis }, random) => {
  await redis.kill();
  await whileFor(random, 3, 8);
  await redis.restart();
};

export const queueFlaps: Inject = ({ redis }, random) =>
  times(random.whole(3, 5), async () => {
    await redis.kill();
    await redis.restart();
    await whileFor(random, 1, 2);
  });

export const queueFrozen: Inject = async ({ redis }, random) => {
  signalAll([redis.pid], 'SIGSTOP');
  try {
    await whileFor(random, 4, 12);
  } finally {
    signalAll([redis.pid], 'SIGCONT');
  }
};

export const queueEmptied: Inject = async ({ redis }, random) => {
  const client = new Redis(redis.url);
  try {
    await times(random.whole(1, 4), async () => {
      await client.flushall();
      await pause(random.whole(100, 1_500));
    });
  } finally {
    client.disconnect();
  }
};

/** PostgreSQL ends when it cannot write its log; then somebody has to start it again, as here. */
export const diskFull: Inject = async (shop, random) => {
  shop.disk.fill();
  try {
    await whileFor(random, 3, 8);
  } finally {
    shop.disk.free();
  }
  await comesBack(shop);
};

async function comesBack(shop: Installation): Promise<void> {
  await eventually(async () => {
    if (!shop.postgres.isRunning) await shop.restartPostgres();
    await sql(shop.databaseUrl, 'create temporary table room (it int)');
  }, BACK_WITHIN_MS);
}

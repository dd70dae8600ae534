import { Redis } from 'ioredis';
import { holdsCardNumber } from '@holdfast/kernel';
import { type CardScan, NOTHING_SCANNED } from './card-scan.js';

/** Every key of a Redis server with all that it holds. */
export async function scanRedis(url: string): Promise<CardScan> {
  const redis = new Redis(url);
  try {
    const found: string[] = [];
    let rows = 0;
    for await (const keys of redis.scanStream({ count: 500 }) as AsyncIterable<string[]>) {
      for (const key of keys) {
        rows++;
        if (holdsCardNumber(`${key}\n${textOf(await contentOf(redis, key))}`)) found.push(`Redis key ${key.replaceAll(/\d/g, '#')}`);
      }
    }
    return { ...NOTHING_SCANNED, databases: 1, rows, found };
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string | Buffer): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

/** Texts below each other, so that no two of them make one number. */
const textOf = (value: unknown): string =>
  value !== null && typeof value === 'object' ? Object.entries(value).map(([key, item]) => `${key}\n${textOf(item)}`).join('\n') : String(value);

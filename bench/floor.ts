/**
 * The limit that Holdfast is measured against: bare Fastify and `pg`, written by hand, with the same
 * two durable transactions per checkout, one checkout at a time. It has no carts, no batches, no
 * framework, no validation beyond what the statements refuse. A process of its own.
 */
import { createHash } from 'node:crypto';
import { readEnv } from '@holdfast/config';
import { newId, toUuid } from '@holdfast/kernel';
import Fastify from 'fastify';
import pg from 'pg';
import { ANSWERED, HOLD, NEWEST, NEWEST_AFTER, PLACE, PRODUCT } from './floor-statements.js';

interface Asked {
  readonly variant_id: string;
  readonly quantity: number;
  readonly idempotency_key: string;
}

interface Held {
  readonly title: string;
  readonly price: number;
  readonly total: number;
  readonly number: number;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const EMAIL = 'ada@example.com';
const { DATABASE_URL, DATABASE_POOL_MAX, PORT } = readEnv([
  'DATABASE_URL',
  'DATABASE_POOL_MAX',
  'PORT',
]);
const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: DATABASE_POOL_MAX,
  min: DATABASE_POOL_MAX,
  idleTimeoutMillis: 0,
});
const uuid = (): string => toUuid(newId('x'));

async function checkOut({ variant_id, quantity, idempotency_key }: Asked): Promise<Answer> {
  const fingerprint = createHash('sha256').update(`${variant_id} ${quantity}`).digest();
  const [checkout, hold, payment, operation] = [uuid(), uuid(), uuid(), uuid()];
  let held: Held | undefined;
  try {
    const { rows } = await pool.query<Held>(HOLD, [
      idempotency_key, fingerprint, checkout, variant_id, quantity, EMAIL, hold, uuid(), payment,
      operation, uuid(),
    ]);
    held = rows[0];
  } catch (error) {
    return refusal(error as pg.DatabaseError, idempotency_key, fingerprint);
  }
  if (!held) throw new Error('There is no such variant.');
  const [order, line] = [uuid(), uuid()];
  const body = answerOf(held, { checkout, order, payment, line, variant: variant_id, quantity });
  await pool.query(PLACE, [
    operation, payment, order, held.number, checkout, EMAIL, held.total, line, variant_id,
    held.title, quantity, held.price, hold, uuid(), body, idempotency_key,
  ]);
  return { status: 201, body };
}

async function refusal(
  error: pg.DatabaseError,
  key: string,
  fingerprint: Buffer,
): Promise<Answer> {
  if (error.constraint === 'never_oversold') return { status: 409, body: '{"code":"sold-out"}' };
  if (error.constraint !== 'idempotency_keys_pkey') throw error;
  const { rows } = await pool.query(ANSWERED, [key]);
  const [kept] = rows as { fingerprint: Buffer; status: number | null; answer: string }[];
  if (!kept?.fingerprint.equals(fingerprint)) return { status: 422, body: '{"code":"key-reused"}' };
  if (kept.status === null) return { status: 409, body: '{"code":"in-progress"}' };
  return { status: kept.status, body: kept.answer };
}

type Made = Record<'checkout' | 'order' | 'payment' | 'line' | 'variant', string>;

function answerOf(held: Held, made: Made & { quantity: number }): string {
  const money = (amount: number) => ({ amount, currency: 'EUR' });
  return JSON.stringify({
    id: made.checkout,
    status: 'completed',
    email: EMAIL,
    lines: [
      {
        id: made.line,
        variant_id: made.variant,
        title: held.title,
        quantity: made.quantity,
        unit_price: money(held.price),
        total: money(held.total),
      },
    ],
    total: money(held.total),
    payments: [
      { id: made.payment, gateway: 'manual', status: 'authorized', amount: money(held.total) },
    ],
    order: { id: made.order, number: held.number, status: 'placed' },
  });
}

interface Listed {
  readonly document: string;
  readonly created_at: string;
  readonly id: string;
}

async function list(limit: number, cursor?: string): Promise<string> {
  const after = cursor ? Buffer.from(cursor, 'base64url').toString().split(' / ') : [];
  const { rows } = await pool.query<Listed>(cursor ? NEWEST_AFTER : NEWEST, [limit + 1, ...after]);
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const next = last && Buffer.from(`${last.created_at} / ${last.id}`).toString('base64url');
  const data = shown.map(({ document }) => document).join(',');
  return `{"data":[${data}],"page":${JSON.stringify({ next_cursor: next ?? null, has_more: !!next })}}`;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const app = Fastify();
app.post<{ Body: Asked }>('/checkouts', async (request, reply) => {
  const { status, body } = await checkOut(request.body);
  return reply.code(status).type(JSON_TYPE).send(body);
});
app.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
  const { rows } = await pool.query<{ document: string }>(PRODUCT, [request.params.id]);
  if (!rows[0]) return reply.code(404).send();
  return reply.type(JSON_TYPE).send(rows[0].document);
});
app.get<{ Querystring: { limit: string; cursor?: string } }>('/products', async (request, reply) =>
  reply.type(JSON_TYPE).send(await list(Number(request.query.limit), request.query.cursor)),
);
app.get('/readyz', async () => (await pool.query('select 1')).rows[0] as unknown);

process.once('SIGTERM', () => void app.close().then(() => pool.end()));
await app.listen({ port: PORT, host: '127.0.0.1' });

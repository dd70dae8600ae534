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
import { OneStatement } from './floor-one-statement.js';
import { ANSWERED, NEWEST, NEWEST_AFTER, PRODUCT } from './floor-statements.js';
import { type Held, type Made, StatementByStatement } from './floor-transactions.js';

interface Asked {
  readonly variant_id: string;
  readonly quantity: number;
  readonly idempotency_key: string;
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
const transactions = process.argv[2] === 'one-statement' ? new OneStatement(pool) : new StatementByStatement(pool);
const uuid = (): string => toUuid(newId('x'));

async function checkOut({ variant_id, quantity, idempotency_key }: Asked): Promise<Answer> {
  const fingerprint = createHash('sha256').update(`${variant_id} ${quantity}`).digest();
  const made = madeFor(variant_id, quantity, idempotency_key, fingerprint);
  let held: Held | undefined;
  try {
    held = await transactions.hold(made);
  } catch (error) {
    return refusal(error as pg.DatabaseError, idempotency_key, fingerprint);
  }
  if (!held) throw new Error('There is no such variant.');
  const body = answerOf(held, made);
  await transactions.place(made, held, body);
  return { status: 201, body };
}

const madeFor = (variant: string, quantity: number, key: string, fingerprint: Buffer): Made => ({
  key, fingerprint, variant, quantity, email: EMAIL, checkout: uuid(), hold: uuid(), movement: uuid(), payment: uuid(),
  operation: uuid(), opened: uuid(), order: uuid(), line: uuid(), placed: uuid(),
});

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

function answerOf(held: Held, made: Made): string {
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

import { toUuid } from '@holdfast/kernel';
import pg from 'pg';
import type { Account } from './messages.js';

/** Whether what was sold is what was acknowledged. */
export interface Books {
  readonly side: string;
  /** Answers 201 that carried an order. */
  readonly acknowledged: number;
  /** Requests whose connection broke: they have no answer, and yet may have sold. */
  readonly unanswered: number;
  /** Orders in the database. */
  readonly orders: number;
  /** Units taken from stock for good. */
  readonly sold: number;
  /** Acknowledged orders that the database does not hold. */
  readonly lost: number;
  /** Variants with more promised than there is. */
  readonly oversold: number;
  /** Checks of the side's own that found something; empty when all is well. */
  readonly faults: readonly string[];
}

export function isSound(books: Books): boolean {
  const surplus = books.orders - books.acknowledged;
  return (
    books.lost === 0 &&
    books.oversold === 0 &&
    books.faults.length === 0 &&
    books.sold === books.orders &&
    surplus >= 0 &&
    surplus <= books.unanswered
  );
}

interface Audit {
  /** Counts orders, sold units and oversold variants. */
  readonly totals: string;
  /** Counts those of the ids $1 that are no orders. */
  readonly missing: string;
}

const FLOOR: Audit = {
  totals: `
    select (select count(*)::int from orders) as orders,
           (select coalesce(sum(reserved), 0)::int from stock) as sold,
           (select count(*)::int from stock where reserved > on_hand) as oversold`,
  missing: `
    select count(*)::int as lost from unnest($1::uuid[]) as a(id)
     where not exists (select from orders o where o.id = a.id)`,
};

const HOLDFAST: Audit = {
  totals: `
    select (select count(*)::int from ordering.orders) as orders,
           (select coalesce(sum(reserved), 0)::int from inventory.levels) as sold,
           (select count(*)::int from inventory.levels where reserved > on_hand) as oversold`,
  missing: `
    select count(*)::int as lost from unnest($1::uuid[]) as a(id)
     where not exists (select from ordering.orders o where o.id = a.id)`,
};

export function auditFloor(url: string, account: Account): Promise<Books> {
  return audit(url, 'limit', FLOOR, account, []);
}

export async function auditHoldfast(
  url: string,
  { orders, unanswered }: Account,
  faults: readonly string[],
): Promise<Books> {
  return audit(url, 'Holdfast', HOLDFAST, { orders: orders.map(toUuid), unanswered }, faults);
}

async function audit(
  url: string,
  side: string,
  { totals, missing }: Audit,
  { orders, unanswered }: Account,
  faults: readonly string[],
): Promise<Books> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const counted = await client.query<Pick<Books, 'orders' | 'sold' | 'oversold'>>(totals);
    const { rows } = await client.query<{ lost: number }>(missing, [orders]);
    const { lost } = rows[0]!;
    return { side, acknowledged: orders.length, unanswered, ...counted.rows[0]!, lost, faults };
  } finally {
    await client.end();
  }
}

/** The worker publishes events, and it does not run here. */
const NEEDS_WORKER = new Set(['I17']);

/** What the API finds broken in its own data, as sentences. */
export async function brokenInvariants(origin: string, adminKey: string): Promise<string[]> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${origin}/v1/ops/invariants`, { headers });
  if (!answer.ok) return [`GET /v1/ops/invariants answered ${answer.status}`];
  const { data } = (await answer.json()) as {
    data: { id: string; statement: string; ok: boolean }[];
  };
  return data
    .filter(({ id, ok }) => !ok && !NEEDS_WORKER.has(id))
    .map(({ id, statement }) => `${id} is broken: ${statement}`);
}

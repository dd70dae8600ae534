import pg from 'pg';

/** Whether what was sold is what was acknowledged. */
export interface Books {
  readonly side: string;
  /** Answers 201 that carried an order. */
  readonly acknowledged: number;
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

/** A request whose connection broke has no answer, and yet may have sold: `unanswered` of them are allowed for. */
export function isSound(books: Books, unanswered: number): boolean {
  const surplus = books.orders - books.acknowledged;
  return (
    books.lost === 0 &&
    books.oversold === 0 &&
    books.faults.length === 0 &&
    books.sold === books.orders &&
    surplus >= 0 &&
    surplus <= unanswered
  );
}

/** What a pair of queries tells: counts of orders, units and faults, and acknowledged ids that are missing. */
export async function countBooks(
  url: string,
  side: string,
  sql: { readonly totals: string; readonly missing: string },
  acknowledged: readonly string[],
): Promise<Omit<Books, 'faults'>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ orders: number; sold: number; oversold: number }>(sql.totals);
    const missing = await client.query<{ lost: number }>(sql.missing, [acknowledged]);
    const lost = missing.rows[0]!.lost;
    return { side, acknowledged: acknowledged.length, ...rows[0]!, lost };
  } finally {
    await client.end();
  }
}

export async function verifyFloor(url: string, acknowledged: readonly string[]): Promise<Books> {
  const sql = {
    totals: `
      select (select count(*)::int from orders) as orders,
             (select sum(reserved)::int from stock) as sold,
             (select count(*)::int from stock where reserved > on_hand) as oversold`,
    missing: `
      select count(*)::int as lost from unnest($1::uuid[]) as a(id)
       where not exists (select from orders o where o.id = a.id)`,
  };
  return { ...(await countBooks(url, 'floor', sql, acknowledged)), faults: [] };
}

/** Every order is acknowledged or never was: judged by the tables of the modules and by the API's own invariants. */
export async function verifyHoldfast(
  url: string,
  acknowledged: readonly string[],
  faults: readonly string[],
): Promise<Books> {
  const sql = {
    totals: `
      select (select count(*)::int from ordering.orders) as orders,
             (select coalesce(sum(quantity), 0)::int from inventory.holds where status = 'allocated') as sold,
             (select count(*)::int from inventory.levels where reserved > on_hand) as oversold`,
    missing: `
      select count(*)::int as lost from unnest($1::uuid[]) as a(id)
       where not exists (select from ordering.orders o where o.id = a.id)`,
  };
  return { ...(await countBooks(url, 'holdfast', sql, acknowledged.map(toUuid))), faults };
}

/** Names of the invariants that the API finds broken in its own data. */
export async function brokenInvariants(origin: string, adminKey: string): Promise<string[]> {
  const answer = await fetch(`${origin}/v1/ops/invariants`, {
    headers: { Authorization: `Bearer ${adminKey}` },
  });
  if (!answer.ok) return [`GET /v1/ops/invariants answered ${answer.status}`];
  return [];
}

import pg from 'pg';
import { catalogSteps, type Extent } from './catalog.sql.js';
import { endingSteps } from './endings.sql.js';
import { customerSteps, orderSteps } from './orders.sql.js';
import { TOOLS } from './tools.sql.js';

const DAY_MS = 86_400_000;
const YEARS_MS = 730 * DAY_MS;
/** The last order is some hours old: nothing of it is under way any more. */
const PAST_MS = 7_200_000;
const ORDERS_AT_ONCE = 500_000;
/** Of PostgreSQL, while data are made up: much is sorted and indexed. */
const SETTINGS = [
  `set session_replication_role = replica`, `set statement_timeout = 0`, `set work_mem = '512MB'`, `set maintenance_work_mem = '1GB'`,
  `set max_parallel_maintenance_workers = 2`, `set synchronous_commit = off`,
];
/** Filled in bulk and indexed afterwards. */
const BULK = `select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('catalog', 'identity', 'inventory', 'notifications', 'ordering', 'payments', 'platform') and c.relname <> 'migrations'`;

export interface Size {
  readonly variants: number;
  readonly orders: number;
}

/**
 * Fills a migrated, empty database as a shop would look that has sold for two years: every order left what a real one leaves in every
 * table, so that all invariants hold. As a superuser, past all triggers; answers the seconds that it took.
 */
export async function grow(url: string, size: Size, tell: (line: string) => void = () => {}): Promise<number> {
  const began = performance.now();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const until = Math.floor(Date.now() / 1_000) * 1_000 - PAST_MS;
    await new Growth(client, { ...size, from: until - YEARS_MS, until }, tell).run();
  } finally {
    await client.end();
  }
  return (performance.now() - began) / 1_000;
}

class Growth {
  constructor(
    private readonly client: pg.Client,
    private readonly extent: Extent,
    private readonly tell: (line: string) => void,
  ) {}

  async run(): Promise<void> {
    const { orders, variants } = this.extent;
    await this.#all(SETTINGS);
    await this.#all(TOOLS);
    await this.client.query(`create unlogged table grown.reserved (variant_id uuid, quantity bigint)`);
    const hasIndexes = orders + variants < 20_000;
    if (!hasIndexes) await this.#indexes('off');
    this.tell(`growing: ${variants} variants`);
    await this.#all([...catalogSteps(this.extent), ...customerSteps(this.extent)]);
    for (let first = 1; first <= orders; first += ORDERS_AT_ONCE) {
      const last = Math.min(orders, first + ORDERS_AT_ONCE - 1);
      this.tell(`growing: orders ${first} to ${last} of ${orders}`);
      await this.#all(orderSteps(this.extent, first, last));
    }
    this.tell('growing: stock, books and log');
    await this.#all(endingSteps(this.extent));
    if (!hasIndexes) await this.#indexes('on');
    await this.client.query(`drop schema grown cascade`);
    this.tell('growing: statistics');
    await this.client.query(`vacuum analyze`);
  }

  async #all(steps: readonly string[]): Promise<void> {
    for (const step of steps) await this.client.query(step);
  }

  /** An index that is not ready takes no entries; making it anew makes it ready and valid again. */
  async #indexes(which: 'off' | 'on'): Promise<void> {
    if (which === 'off') return void (await this.client.query(`update pg_index set indisready = false, indisvalid = false where indrelid in (${BULK})`));
    const { rows } = await this.client.query<{ name: string }>(`select oid::regclass::text as name from (${BULK}) b order by pg_relation_size(oid) desc`);
    for (const { name } of rows) {
      this.tell(`growing: indexes of ${name}`);
      await this.client.query(`reindex table ${name}`);
    }
  }
}

import pg from 'pg';
import { declaredStatements, isPlannedByValues, type Statement } from '@holdfast/platform';
import { createApi } from '../../../apps/api/src/create-api.js';
import { WorkerModule } from '../../../apps/worker/src/worker.module.js';
import { EXAMPLES, LISTS } from './examples.js';
import { type PlanNode, readingsOf } from './plans.js';
import { EXCEPTIONS } from './exceptions.js';
import { fill } from './fill.js';
import { GROWING } from './tables.js';

/** Of transactions themselves, which have no plan, of a clock that only tests have, and of specs that ran in this process before. */
const NO_PLAN = /^\/\*.*?\*\/ (savepoint|rollback|release)\b|\btest_clock\.|^\/\* (test\.|spec )/;
/** So many rows are taken for granted in each growing table. */
const ROWS = 5_000_000;
/** With so many real ones nothing has to be pretended. */
const GROWN = 100_000;

/** With them all modules are loaded, and what they send is declared. */
const PROGRAMS: readonly unknown[] = [createApi, WorkerModule];

export const nameOf = (text: string): string => /^\/\*\+? (\S+)/.exec(text)![1]!;

/** A connection that plans statements as if every growing table had millions of rows. Its database is spoiled for anything else. */
export class Planner {
  /** Tables whose rows are not there. */
  readonly #pretended = new Set<string>();

  private constructor(
    private readonly client: pg.Client,
    private readonly isGrown: boolean,
  ) {}

  /** @param isGrown whether the tables really have that many rows, so that nothing has to be pretended */
  static async open(url: string, isGrown = false): Promise<Planner> {
    const client = new pg.Client({ connectionString: url });
    // The database may go first.
    client.on('error', () => {});
    await client.connect();
    const planner = new Planner(client, isGrown);
    await planner.#prepare();
    return planner;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** Everything that the loaded modules send, each with what its plan reads from end to end. */
  async complaints(): Promise<string[]> {
    if (PROGRAMS.includes(undefined)) throw new Error('The programs are not there');
    const all = [...declaredStatements().filter((text) => !NO_PLAN.test(text)), ...LISTS];
    const complaints: string[] = [];
    for (const text of all) for (const reading of await this.readings(text)) complaints.push(`${nameOf(text)}: ${reading}`);
    return [...new Set(complaints)].toSorted();
  }

  async readings(text: Statement): Promise<string[]> {
    const plans = isPlannedByValues(text) ? await this.#custom(text) : [await this.#generic(text)];
    const name = nameOf(text);
    return plans.flatMap(readingsOf).filter(({ table }) => !this.#isExcepted(name, table)).map(({ table, how }) => `${table}: ${how}`);
  }

  #isExcepted(name: string, table: string): boolean {
    const exception = EXCEPTIONS[name];
    return exception !== undefined && exception.tables.includes(table) && (!exception.isPretense || this.#pretended.has(table));
  }

  /** The plan that transactions use: without a look at the values. */
  async #generic(text: Statement): Promise<PlanNode> {
    return this.#plan(`explain (generic_plan, verbose, format json) ${text}`);
  }

  /** A plan for each of the examples. @throws Error when there is none: nobody would know how it is planned */
  async #custom(text: Statement): Promise<PlanNode[]> {
    const examples = EXAMPLES[nameOf(text)];
    if (!examples) throw new Error(`${nameOf(text)} is planned by its values, and there are no examples of them in examples.ts`);
    await this.client.query(`prepare example as ${text}`);
    const plans: PlanNode[] = [];
    for (const values of examples) {
      const list = values.map((value) => (value === null ? 'null' : pg.escapeLiteral(String(value)))).join(', ');
      plans.push(await this.#plan(`explain (verbose, format json) execute example(${list})`));
    }
    await this.client.query('deallocate example');
    return plans;
  }

  async #plan(explain: string): Promise<PlanNode> {
    const { rows } = await this.client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explain);
    return rows[0]!['QUERY PLAN'][0].Plan;
  }

  async #prepare(): Promise<void> {
    await this.client.query(`set plan_cache_mode = force_custom_plan`);
    for (const table of Object.keys(GROWING)) {
      const [schema, name] = table.split('.') as [string, string];
      await fill(this.client, table);
      const { rows: [size] } = await this.client.query(`select pg_relation_size(oid) / current_setting('block_size')::int as pages, reltuples as rows from pg_class where oid = $1::regclass`, [table]);
      if (this.isGrown && Number(size.rows) >= GROWN) continue;
      this.#pretended.add(table);
      await this.client.query(`select pg_restore_relation_stats('schemaname', $1::text, 'relname', $2::text, 'relpages', $3::int, 'reltuples', ${ROWS}::real)`, [schema, name, size.pages]);
    }
  }
}

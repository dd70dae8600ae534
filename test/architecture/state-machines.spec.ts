import { join } from 'node:path';
import { Client } from 'pg';
import { StateMachine } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ROOT } from './cruise.js';
import { isTest, moduleOf, sourcesUnder } from './sources.js';

/** Every machine of every domain, by `schema.name`. */
async function machinesOfTheCode(): Promise<Map<string, StateMachine<string>>> {
  const sources = sourcesUnder('libs').filter(
    (source) => !isTest(source) && source.text.includes('new StateMachine'),
  );
  const found = await Promise.all(
    sources.map(async (source) => {
      const exported = (await import(join(ROOT, source.path))) as Record<string, unknown>;
      const machines = Object.values(exported).filter((value) => value instanceof StateMachine);
      return machines.map((machine) => [`${moduleOf(source)}.${machine.name}`, machine] as const);
    }),
  );
  return new Map(found.flat());
}

interface Trigger {
  /** `schema.name` of check_name_transition(). */
  readonly machine: string;
  readonly source: string;
  /** Tables that the function guards. */
  readonly tables: readonly string[];
}

async function triggersOfTheDatabase(client: Client): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `select n.nspname || '.' || substring(p.proname from '^check_(.*)_transition$') as machine,
            p.prosrc as source,
            array(select t.tgrelid::regclass::text from pg_trigger t
                   where t.tgfoid = p.oid and t.tgenabled = 'O') as tables
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.proname like 'check\\_%\\_transition'`,
  );
  return rows;
}

/** How the triggers refuse. Any other fault of the database shows among the pairs. */
const RESTRICT_VIOLATION = '23001';

const pairsIn = (source: string): string[] =>
  [...source.matchAll(/'(\w+>\w+)'/g)].map(([, pair]) => pair!).sort();

/** What the trigger's function really does, tried on a table with its column and nothing else. */
async function pairsLetThrough(
  client: Client,
  { machine, source }: Trigger,
  states: readonly string[],
): Promise<string[]> {
  const [schema, name] = machine.split('.');
  const column = /new\.(\w+)/.exec(source)![1]!;
  await client.query('begin');
  await client.query(`create temp table tried (${column} text) on commit drop`);
  await client.query(
    `create trigger guard before update on tried
       for each row execute function ${schema}.check_${name}_transition()`,
  );
  const legal: string[] = [];
  for (const from of states) {
    for (const to of states.filter((state) => state !== from)) {
      await client.query('savepoint before');
      await client.query(`insert into tried values ($1)`, [from]);
      const answer = await client.query(`update tried set ${column} = $1`, [to]).then(
        () => `${from}>${to}`,
        (error: { code: string }) => error.code,
      );
      if (answer !== RESTRICT_VIOLATION) legal.push(answer);
      await client.query('rollback to before');
    }
  }
  await client.query('rollback');
  return legal.sort();
}

describe('the transitions in the code and in the database', () => {
  let database: TestDatabase;
  let client: Client;
  let machines: Map<string, StateMachine<string>>;
  let triggers: readonly Trigger[];

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    machines = await machinesOfTheCode();
    triggers = await triggersOfTheDatabase(client);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('are the same, machine by machine', () => {
    const inTheCode = Object.fromEntries([...machines].map(([name, { pairs }]) => [name, pairs]));
    const inTheDatabase = Object.fromEntries(
      triggers.map(({ machine, source }) => [machine, pairsIn(source)]),
    );

    expect(Object.keys(inTheCode)).toContain('payments.operation');
    expect(inTheDatabase).toEqual(inTheCode);
  });

  it('guard one table each', () => {
    const unguarded = triggers.filter(({ tables }) => tables.length !== 1);

    expect(unguarded).toEqual([]);
  });

  it('are judged alike for every state and every other state', async () => {
    for (const trigger of triggers) {
      const machine = machines.get(trigger.machine)!;

      const letThrough = await pairsLetThrough(client, trigger, machine.states);

      expect({ [machine.name]: letThrough }).toEqual({ [machine.name]: machine.pairs });
    }
  });

  it('would be found to differ if the trigger let one through that the code refuses', async () => {
    const [hold] = triggers.filter(({ machine }) => machine === 'inventory.hold');
    const lax = hold!.source.replace(`'held>expired'`, `'held>expired', 'expired>held'`);
    await client.query(
      `create function inventory.check_lax_transition() returns trigger language plpgsql
         as $lax$${lax}$lax$`,
    );

    const [found] = (await triggersOfTheDatabase(client)).filter(
      ({ machine }) => machine === 'inventory.lax',
    );

    const { pairs, states } = machines.get('inventory.hold')!;
    const letThrough = await pairsLetThrough(client, found!, states);
    expect(pairsIn(found!.source)).toEqual([...pairs, 'expired>held'].sort());
    expect(letThrough).toEqual([...pairs, 'expired>held'].sort());
    expect(found!.tables).toEqual([]);
  });
});

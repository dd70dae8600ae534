import { readFileSync } from 'node:fs';
import pg from 'pg';
import { serverUrl, TEMPLATE } from '../../support/database.js';
import { runSpecFile } from '../spec-file.js';
import { reload } from '../sources.mjs';
import { EQUIVALENT, type Guard, GUARDS, mutantsOfCheck, mutantsOfStatement } from './guards.js';

/** One mutant of a guard in SQL, and what became of it. */
export interface Verdict {
  readonly guard: string;
  readonly mutant: string;
  /** The test that noticed; undefined when all passed. */
  readonly killedBy?: string | undefined;
  /** PostgreSQL does not even understand it. */
  readonly invalid?: true;
  /** Why nobody can notice it. */
  readonly equivalent?: string | undefined;
}

interface Mutant {
  readonly guard: string;
  readonly spec: string;
  readonly mutant: string;
  readonly replaced?: { readonly source: string; readonly text: string };
  readonly schema?: string;
}

/** Runs in the process that runs the specs: each mutant takes the place of the statement, or of what the template database has. */
export async function tryMutants(only: string | undefined, tell: (verdict: Verdict) => void): Promise<void> {
  for (const spec of new Set(GUARDS.flatMap((guard) => [guard.spec, guard.tables]))) {
    const runs = await runSpecFile(spec, { patience: () => 30_000 });
    const broken = runs.find(({ failure }) => failure !== undefined);
    if (broken) throw new Error(`Without any mutant: ${broken.id}: ${broken.failure}`);
  }
  const all = [...GUARDS.flatMap(ofStatements), ...(await onDatabase(TEMPLATE, (client) => ofSchema(client)))];
  for (const mutant of all.filter(({ guard, mutant: name }) => only === undefined || only.split('|').some((part) => `${guard}: ${name}`.includes(part)))) tell(await verdictOf(mutant));
}

/** Types that do not fit, and no more than that: what PostgreSQL refuses before it looks at any row, no test has to notice. */
const INVALID = /operator does not exist|syntax error at|argument of .* must be type/;

async function verdictOf({ guard, mutant, spec, replaced, schema }: Mutant): Promise<Verdict> {
  const equivalent = EQUIVALENT.find(([of, which]) => of === guard && which.test(mutant))?.[2];
  if (equivalent !== undefined) return { guard, mutant, equivalent };
  try {
    if (schema !== undefined && !(await changedTemplate(schema))) return { guard, mutant, invalid: true };
    reload(replaced && { [replaced.source]: replaced.text });
    const runs = await runSpecFile(spec, { patience: () => 10_000, bail: true });
    const failed = runs.find(({ failure }) => failure !== undefined);
    return INVALID.test(failed?.failure ?? '') ? { guard, mutant, invalid: true } : { guard, mutant, killedBy: failed?.id };
  } finally {
    if (schema !== undefined) await pristineTemplate();
  }
}

const ofStatements = ({ spec, source, statements }: Guard): Mutant[] =>
  statements.flatMap((statement) =>
    mutantsOfStatement(readFileSync(source, 'utf8'), statement).map(({ name, text }) => ({ guard: statement, spec, mutant: name, replaced: { source, text } })),
  );

async function ofSchema(client: pg.Client): Promise<Mutant[]> {
  const mutants: Mutant[] = [];
  for (const { tables: spec, constraints, triggers, indexes } of GUARDS) {
    for (const [table, name] of constraints) {
      const drop = `alter table ${table} drop constraint ${name}`;
      const guard = `${table}.${name}`;
      mutants.push({ guard, spec, mutant: 'dropped', schema: drop });
      const { rows } = await client.query<{ definition: string }>('select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and conname = $2', [table, name]);
      if (rows.length === 0) throw new Error(`There is no ${guard}`);
      for (const { name: mutant, text } of mutantsOfCheck(rows[0]!.definition)) mutants.push({ guard, spec, mutant, schema: `${drop}; alter table ${table} add constraint ${name} ${text} not valid` });
    }
    for (const [table, name] of triggers) mutants.push({ guard: `${table}.${name}`, spec, mutant: 'dropped', schema: `drop trigger ${name} on ${table}` });
    for (const name of indexes) mutants.push({ guard: name, spec, mutant: 'dropped', schema: `drop index ${name}` });
  }
  return mutants;
}

const KEPT = `${TEMPLATE}_kept`;

/** Puts a mutant into what all test databases are copied from, after a copy was put aside; answers whether PostgreSQL understands it. */
async function changedTemplate(schema: string): Promise<boolean> {
  await onDatabase('postgres', async (client) => {
    await client.query(`drop database if exists ${KEPT}`);
    await client.query(`create database ${KEPT} template ${TEMPLATE}`);
  });
  return onDatabase(TEMPLATE, (client) => client.query(schema)).then(
    () => true,
    (error: Error) => {
      if (INVALID.test(error.message)) return false;
      throw error;
    },
  );
}

async function pristineTemplate(): Promise<void> {
  await onDatabase('postgres', async (client) => {
    await client.query(`drop database ${TEMPLATE} with (force)`);
    await client.query(`alter database ${KEPT} rename to ${TEMPLATE}`);
  });
}

async function onDatabase<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

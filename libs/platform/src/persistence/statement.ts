import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import pg from 'pg';
import { arrayLiteral } from './array-literal.js';

/** SQL with a name: it is planned once per connection and can be found by its name in pg_stat_activity. */
export type Statement = string & { readonly __statement: unique symbol };

/**
 * Names a statement, e.g. `statement('inventory.lock-levels', 'select …')`. Parameters are $1, $2, …
 * The text has to be constant: each distinct text is kept prepared on every connection.
 */
export function statement(name: string, sql: string): Statement {
  return declare(`/* ${name} */ ${sql.replaceAll(/\s+/g, ' ').trim()}`);
}

/**
 * A statement that is planned at each call, by its values: a list of which every condition may be left out (`$1 is null or …`) has no
 * plan that is good for all of them, and a thousand times more rows would show it. Outside of transactions only.
 */
export function plannedByValues(name: string, sql: string): Statement {
  return declare(`${BY_VALUES}${name} */ ${sql.replaceAll(/\s+/g, ' ').trim()}`);
}

const BY_VALUES = '/*+ ';
const declared = new Set<Statement>();

function declare(text: string): Statement {
  declared.add(text as Statement);
  return text as Statement;
}

/** What was declared so far, by the modules that are loaded: tests look at the plan of each. */
export const declaredStatements = (): readonly Statement[] => [...declared];

/** Whether it is planned at each call. */
export const isPlannedByValues = (text: Statement): boolean => text.startsWith(BY_VALUES);

/** Before a part of a transaction that may fail alone, and what undoes that part. */
export const SAVEPOINT = statement('platform.savepoint', 'savepoint attempt');
export const UNDO = statement('platform.undo', 'rollback to savepoint attempt');

/** Every statement that goes to PostgreSQL is published here, as its text: tests count them against budgets. */
export const statements = channel('holdfast:statement');

/**
 * Statements of a transaction write a few rows by their keys. The arrays of small batches look so cheap to the planner that it would plan
 * them anew each time, for longer than they run. Reads outside of transactions are planned by their values while that pays.
 */
const BEGIN = 'begin; set local plan_cache_mode = force_generic_plan';

const names = new Map<string, string>();

/** A value as it is sent. Here and not in the driver, so that what cannot be sent is known before anything follows it. */
function literal(value: unknown): unknown {
  if (Array.isArray(value)) return arrayLiteral(value) ?? value;
  const isPlain = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Date);
  return isPlain ? JSON.stringify(value) : value;
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = `${text.slice(3, text.indexOf(' */')).slice(0, 55)}.${names.size}`;
    names.set(text, name);
  }
  return name;
}

/**
 * Prepares {@link Statement}s on first use: planning a statement anew at each call costs more than running it, and that alone
 * makes peers slow. A transaction begins together with its first statement, so that beginning one costs no round trip.
 */
export class PreparingClient extends pg.Client {
  #beginning = false;
  /** A statement of the transaction never reached PostgreSQL, which therefore knows of no reason to refuse the commit. */
  #incomplete = false;
  #gathering = false;

  // The overloads of pg's query() cannot be restated; the arguments are handed on as they came.
  override query(...args: unknown[]): never {
    const [text, values] = args;
    if (text === 'begin') return this.#answered('BEGIN', true);
    if (this.#beginning) {
      // What never began is not ended either.
      if (text === 'commit' || text === 'rollback') return this.#answered('COMMIT', false);
      this.#beginning = false;
      // Only a lost connection refuses it, and then the statement behind it fails as well.
      (this.#send([BEGIN]) as Promise<unknown>).catch(() => undefined);
    }
    if (text === 'rollback') return this.#rollBack(args);
    if (text === UNDO) this.#incomplete = false;
    if ((text === 'commit' || text === SAVEPOINT) && this.#incomplete) return Promise.reject(new Error('A statement of this transaction could not be sent')) as never;
    if (typeof text === 'string' && Array.isArray(values) && text.startsWith('/* ')) return this.#prepared(text, values, args[2]);
    return this.#send(args);
  }

  #answered(command: string, beginning: boolean): never {
    this.#beginning = beginning;
    this.#incomplete = false;
    return Promise.resolve({ command, rowCount: null, rows: [] }) as never;
  }

  /** The pool waits with a callback, a transaction for a promise. */
  #prepared(text: string, values: readonly unknown[], callback: unknown): never {
    try {
      return this.#send([{ name: nameOf(text), text, values: values.map(literal) }, callback]);
    } catch (error) {
      this.#incomplete = true;
      if (typeof callback === 'function') return void process.nextTick(callback, error) as never;
      return Promise.reject(error) as never;
    }
  }

  /**
   * Never fails: where the connection is lost, PostgreSQL has rolled back by itself. Kysely gives a connection back to the
   * pool only after a rollback that worked; each lost one would take a place there for ever.
   */
  #rollBack(args: unknown[]): never {
    const done = (this.#send(args) as Promise<unknown>).catch(() => {
      void this.end();
      return { command: 'ROLLBACK', rowCount: null, rows: [] };
    });
    return done as never;
  }

  #send(args: unknown[]): never {
    const [text] = args;
    this.#gather();
    if (statements.hasSubscribers) statements.publish(typeof text === 'string' ? text : (text as { text?: string })?.text);
    return (super.query as (...args: unknown[]) => never).apply(this, args);
  }

  /** What is sent in one turn of the event loop leaves together: a call into the system costs more than what most statements hold. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    process.nextTick(() => {
      this.#gathering = false;
      stream.uncork();
    });
  }
}

import { type SqlMutant, mutantsOfSql } from './mutants-of-sql.js';

/** What keeps a promise in SQL, and the specs that defend it. */
export interface Guard {
  readonly name: string;
  readonly spec: string;
  /** Where its tables are tried without the statements. */
  readonly tables: string;
  /** The source with the statements, and the names of those that guard. */
  readonly source: string;
  readonly statements: readonly string[];
  /** Of the tables: constraints by their table, triggers by theirs. */
  readonly constraints: readonly (readonly [table: string, name: string])[];
  readonly triggers: readonly (readonly [table: string, name: string])[];
  readonly indexes: readonly string[];
}

export const GUARDS: readonly Guard[] = [
  {
    name: 'stock',
    spec: 'libs/inventory/src/adapters/persistence/stock-guard.spec.ts',
    tables: 'libs/inventory/src/adapters/persistence/stock-constraints.spec.ts',
    source: 'libs/inventory/src/adapters/persistence/statements.ts',
    statements: ['inventory.lock-levels', 'inventory.reclaim-expired', 'inventory.place-holds', 'inventory.allocate', 'inventory.release'],
    constraints: [
      ['inventory.levels', 'never_oversold'], ['inventory.levels', 'levels_on_hand_check'], ['inventory.holds', 'holds_quantity_check'], ['inventory.holds', 'holds_check'],
      ['inventory.movements', 'movements_check'], ['inventory.movements', 'movements_cause_reason_variant_id_location_id_key'],
    ],
    triggers: [['inventory.holds', 'legal_transitions'], ['inventory.movements', 'append_only'], ['inventory.movements', 'no_truncate']],
    indexes: [],
  },
  {
    name: 'refund and capture',
    spec: 'libs/payments/src/adapters/persistence/refund-guard.spec.ts',
    tables: 'libs/payments/src/adapters/persistence/refund-guard.spec.ts',
    source: 'libs/payments/src/adapters/persistence/statements.ts',
    statements: ['payments.reserve'],
    constraints: [['payments.payments', 'never_beyond_authorized'], ['payments.payments', 'never_refund_beyond_captured'], ['payments.operations', 'operations_amount_check']],
    triggers: [['payments.operations', 'legal_transitions']],
    indexes: ['payments.one_undecided_payment', 'payments.one_live_authorization'],
  },
];

/** Mutants that change nothing which could be seen, by the beginning of their name; each with its reason. */
export const EQUIVALENT: readonly (readonly [guard: string, mutant: RegExp, why: string])[] = [
  ['inventory.reclaim-expired', /^comparison at \d+: <= -> <$/, 'nothing can be made to expire at the very microsecond at which a statement begins'],
  ['payments.payments.never_beyond_authorized', /^off by one at 19: >= -> \+ 1 >=$/, 'less than nothing would be authorized only where less than nothing is spoken for, which the rest refuses'],
];

/** The texts of a source with one mutant each in the statement of this name. */
export function mutantsOfStatement(source: string, statement: string): SqlMutant[] {
  const start = source.indexOf('`', source.indexOf(`'${statement}'`)) + 1;
  const end = source.indexOf('`', start);
  if (start === 0 || end < 0) throw new Error(`There is no statement ${statement}`);
  return mutantsOfSql(source.slice(start, end)).map(({ name, text }) => ({ name, text: source.slice(0, start) + text + source.slice(end) }));
}

/** What pg_get_constraintdef tells of a check, with one mutant each in its condition. */
export function mutantsOfCheck(definition: string): SqlMutant[] {
  const condition = /^CHECK \((.*)\)$/s.exec(definition)?.[1];
  if (condition === undefined) return [];
  return mutantsOfSql(`where ${bare(condition)}`).map(({ name, text }) => ({ name, text: `CHECK (${text.slice('where '.length)})` }));
}

/** Without parentheses around all of it. */
function bare(condition: string): string {
  if (!condition.startsWith('(')) return condition;
  let depth = 0;
  for (let at = 0; at < condition.length; at++) {
    depth += condition[at] === '(' ? 1 : condition[at] === ')' ? -1 : 0;
    if (depth === 0) return at === condition.length - 1 ? bare(condition.slice(1, -1)) : condition;
  }
  return condition;
}

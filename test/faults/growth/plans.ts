import { GROWING, SMALL_INDEXES } from './tables.js';

/** A node of a plan, as `explain (verbose, format json)` tells it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Schema'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Filter'?: string;
  readonly 'Parent Relationship'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A place where a plan reads more the more there is. */
export interface Reading {
  readonly table: string;
  readonly how: string;
}

/** What hands on row by row what it gets, so that a limit above it ends the scan below it. */
const PASSES_ON = new Set(['LockRows', 'Subquery Scan', 'Result', 'Append', 'Merge Append', 'Nested Loop', 'ProjectSet', 'Incremental Sort', 'Memoize', 'Unique']);

/** Where a plan reads a growing table, or a whole index of one, from end to end. */
export function readingsOf(plan: PlanNode): Reading[] {
  const found: Reading[] = [];
  const look = (node: PlanNode, table: string | undefined, isLimited: boolean): void => {
    const own = node['Relation Name'] ? `${node['Schema']}.${node['Relation Name']}` : table;
    const how = own && own in GROWING ? wholeReading(node, isLimited) : undefined;
    if (own && how) found.push({ table: own, how });
    const below = node['Node Type'] === 'Limit' || (isLimited && PASSES_ON.has(node['Node Type']));
    for (const child of node.Plans ?? []) look(child, own, below && child['Parent Relationship'] !== 'Inner');
  };
  look(plan, undefined, false);
  return found;
}

function wholeReading(node: PlanNode, isLimited: boolean): string | undefined {
  const { 'Node Type': type, 'Index Name': index, 'Index Cond': condition, Filter: filter } = node;
  if (type === 'Seq Scan') return `reads it from end to end${filter ? ` for ${filter}` : ''}`;
  if (!/^(Index|Index Only|Bitmap Index) Scan$/.test(type) || condition || (index !== undefined && index in SMALL_INDEXES)) return undefined;
  if (isLimited && !filter) return undefined;
  return filter ? `walks along ${index} for ${filter}` : `reads all of ${index}`;
}

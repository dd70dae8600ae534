import { ScopeNotHeld } from './errors.js';

/** Whoever gives rights to others: an API key or a member of staff. */
export interface Grantor {
  readonly id: string;
  readonly scopes: readonly string[];
}

/** Nobody gives away, or takes from others, more than they have. @throws ScopeNotHeld */
export function assertHeld(asked: readonly string[], held: readonly string[]): void {
  const missing = asked.filter((scope) => !held.includes(scope)).sort();
  if (missing.length > 0) throw new ScopeNotHeld(missing);
}

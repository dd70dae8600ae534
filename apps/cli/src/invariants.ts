import pg from 'pg';
import { checkInvariants, type Invariant } from '@holdfast/platform';
import { INVARIANTS } from '../../composition/invariants.js';
import { type Screen, UsageError } from './verify-audit.js';

/**
 * Checks the invariants, for as long as it takes: those of millions of orders read all books. Answers the exit code: 0 when all hold, 1
 * when one does not. `ids` choose some of them.
 * @throws UsageError
 */
export async function invariants(databaseUrl: string, ids: readonly string[], screen: Screen): Promise<number> {
  const chosen = chosenOf(ids);
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0' });
  await client.connect();
  try {
    let broken = 0;
    let began = performance.now();
    screen.show?.(chosen[0]!.id);
    for await (const { id, statement, ok, offenders } of checkInvariants(client, chosen)) {
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      screen.show?.('');
      if (ok) screen.say(`${id.padEnd(4)} holds  ${seconds.padStart(6)} s  ${statement}`);
      else screen.warn(`${id.padEnd(4)} BROKEN ${seconds.padStart(6)} s  ${statement}`);
      for (const offender of offenders) screen.warn(`     ${JSON.stringify(offender)}`);
      if (!ok) broken++;
      began = performance.now();
      screen.show?.(chosen[chosen.findIndex((one) => one.id === id) + 1]?.id ?? '');
    }
    screen.say(broken === 0 ? 'All hold.' : `${broken} of ${chosen.length} do not hold.`);
    return broken === 0 ? 0 : 1;
  } finally {
    await client.end();
  }
}

function chosenOf(ids: readonly string[]): readonly Invariant[] {
  const unknown = ids.find((id) => !INVARIANTS.some((one) => one.id === id));
  if (unknown !== undefined) throw new UsageError(`There is no invariant "${unknown}". There are: ${INVARIANTS.map(({ id }) => id).join(', ')}.`);
  return ids.length === 0 ? INVARIANTS : INVARIANTS.filter(({ id }) => ids.includes(id));
}

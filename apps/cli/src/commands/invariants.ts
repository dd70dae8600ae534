import type { Command } from 'commander';
import { type CheckedInvariant, checkInvariants, INVARIANT_IDS } from '../check-invariants.js';
import { type CommandContext, databaseUrlOf, described, json, UsageError } from '../command-context.js';
import { bar, number, withProgress } from '../progress.js';

/** Runs the invariants on the live data. */
export const invariantsCommand = (context: CommandContext): Command =>
  described({
    name: 'invariants',
    about: 'prove that every promise about stock, money and orders holds in this database; ends with 1 if one does not',
    examples: ['invariants', 'invariants I1 I9', 'invariants --json | jq ".[] | select(.ok | not)"'],
  })
    .argument('[ids...]', 'only these, as docs/guarantees.md numbers them')
    .action(async (ids: string[], { json: asJson }: { json?: boolean }) => {
      const strange = ids.find((id) => !INVARIANT_IDS.includes(id));
      if (strange !== undefined) throw new UsageError(`There is no invariant "${strange}". There are ${INVARIANT_IDS.join(', ')}.`);
      const { screen } = context;
      const databaseUrl = databaseUrlOf(context);
      const checked = await withProgress(screen, (show) =>
        checkInvariants({ databaseUrl, ...(ids.length > 0 && { ids }), progress: (done, all, id) => show(`${bar(done, all, 'invariants')}, ${id}`) }));
      screen.say(asJson ? json(checked) : [...checked.map(line), sum(checked)].join('\n'));
      context.end(checked.every(({ ok }) => ok) ? 0 : 1);
    });

const line = ({ id, statement, ok, offenders, milliseconds }: CheckedInvariant): string =>
  [`${ok ? '✓' : '✗'} ${id.padEnd(3)} ${statement} (${number(milliseconds)} ms)`, ...offenders.map((offender) => `      ${JSON.stringify(offender)}`)].join('\n');

function sum(checked: readonly CheckedInvariant[]): string {
  const broken = checked.filter(({ ok }) => !ok).map(({ id }) => id);
  if (broken.length === 0) return `All ${checked.length} hold.`;
  return `${broken.join(', ')} of ${checked.length} do not hold. The first 20 offenders of each are shown; docs/guarantees.md says what each is about.`;
}

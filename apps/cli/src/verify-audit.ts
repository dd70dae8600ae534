import { chainedEntries, type Head, verifyChain } from '@holdfast/platform';
import { type ExitCode, json } from './command-context.js';
import { number } from './progress.js';
import type { Screen } from './screen.js';

const SHOWN_EVERY = 1_000;
const ADVICE = 'Keep the head away from the database, and give it to the next check as --head: it alone shows when entries are cut off at the end.';

export interface AuditCheck {
  /** The head that an earlier check printed. */
  readonly kept?: Head | undefined;
  readonly asJson?: boolean;
}

/** Checks the audit log from its first entry on; answers the exit code: 0 when it is whole, 1 when it is not. */
export async function verifyAudit(databaseUrl: string, { kept, asJson = false }: AuditCheck, screen: Screen): Promise<ExitCode> {
  const progress = (checked: number) => void (checked % SHOWN_EVERY === 0 && screen.show?.(`${count(checked)} checked`));
  const { checked, head, fault } = await verifyChain(chainedEntries(databaseUrl), kept, progress);
  screen.show?.('');
  if (asJson) screen.say(json({ whole: !fault, checked, head: head ? `${head.seq}:${head.hash}` : null, fault: fault ?? null }));
  else if (fault) tellFault(fault, checked, screen);
  else tellHead(checked, head, kept, screen);
  return fault ? 1 : 0;
}

function tellFault(fault: string, checked: number, screen: Screen): void {
  screen.warn(`The audit log is broken. ${fault}`);
  screen.warn(checked > 0 ? `What comes before stands: ${count(checked)}.` : 'Nothing before it can be relied on.');
}

function tellHead(checked: number, head: Head | undefined, kept: Head | undefined, screen: Screen): void {
  screen.say(head ? `${count(checked)} checked: none was changed, removed or put in.` : 'The audit log is empty.');
  if (kept) screen.say(`It still has the entry that the kept head names, ${kept.seq}.`);
  if (head) screen.say(`Head: ${head.seq}:${head.hash}`);
  if (head && !kept) screen.say(ADVICE);
}

const count = (entries: number): string => `${number(entries)} ${entries === 1 ? 'entry' : 'entries'}`;

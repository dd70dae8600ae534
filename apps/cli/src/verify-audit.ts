import { parseArgs } from 'node:util';
import { chainedEntries, type Head, verifyChain } from '@holdfast/platform';

const HEAD = /^([1-9]\d{0,15}):([0-9a-f]{64})$/;
const SHOWN_EVERY = 1_000;
const ADVICE = 'Keep the head away from the database, and give it to the next check as --head: it alone shows when entries are cut off at the end.';

/** The command line was not understood; the message says what would be. */
export class UsageError extends Error {}

/** Where the command writes to. */
export interface Screen {
  /** A line to stay. */
  say(line: string): void;
  /** A line about something wrong. */
  warn(line: string): void;
  /** A line that the next one takes the place of; none where nobody watches. */
  show?(line: string): void;
}

/**
 * Checks the audit log from its first entry on; answers the exit code: 0 when it is whole, 1 when it is not.
 * @throws UsageError
 */
export async function verifyAudit(databaseUrl: string, args: readonly string[], screen: Screen): Promise<number> {
  const kept = headOf(args);
  const progress = (checked: number) => void (checked % SHOWN_EVERY === 0 && screen.show?.(`${count(checked)} checked`));
  const { checked, head, fault } = await verifyChain(chainedEntries(databaseUrl), kept, progress);
  screen.show?.('');
  if (fault) {
    screen.warn(`The audit log is broken. ${fault}`);
    screen.warn(checked > 0 ? `What comes before stands: ${count(checked)}.` : 'Nothing before it can be relied on.');
    return 1;
  }
  screen.say(head ? `${count(checked)} checked: none was changed, removed or put in.` : 'The audit log is empty.');
  if (kept) screen.say(`It still has the entry that the kept head names, ${kept.seq}.`);
  if (head) screen.say(`Head: ${head.seq}:${head.hash}`);
  if (head && !kept) screen.say(ADVICE);
  return 0;
}

const count = (entries: number): string => `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`;

function headOf(args: readonly string[]): Head | undefined {
  const text = headOption(args);
  if (text === undefined) return undefined;
  const match = HEAD.exec(text);
  if (!match) throw new UsageError('--head is SEQ:HASH as an earlier check printed it: a number, a colon, 64 hexadecimal digits.');
  return { seq: Number(match[1]), hash: match[2]! };
}

function headOption(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { head: { type: 'string' } } }).values.head;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

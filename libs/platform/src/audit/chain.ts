import { createHash } from 'node:crypto';

/** An entry of the audit log as PostgreSQL writes each column, in the order in which they are hashed. Times are microseconds since 1970. */
export interface ChainedEntry {
  readonly seq: string;
  readonly occurred_at: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly action: string;
  readonly resource: string | null;
  readonly resource_id: string | null;
  readonly operation: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly details: string | null;
  readonly request_id: string | null;
  readonly hash: Buffer;
}

/** An entry that was seen, to be kept where nobody who can write to the database can. */
export interface Head {
  readonly seq: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

export interface Verdict {
  /** How many entries follow from each other, from the first on. */
  readonly checked: number;
  /** The last of them; undefined for an empty log. */
  readonly head: Head | undefined;
  /** What is wrong with the first entry that does not follow, or with the head that was kept. */
  readonly fault: string | undefined;
}

/** What the first entry follows. */
const BEGINNING = Buffer.alloc(32);
const PARTS = [
  'seq', 'occurred_at', 'kind', 'actor', 'action', 'resource', 'resource_id', 'operation', 'before', 'after', 'details', 'request_id',
] as const;

/** One text for one entry: each part with its length in bytes before it. platform.audit_text() says the same. */
const entryText = (entry: ChainedEntry): string => PARTS.map((name) => part(entry[name])).join(',');
const part = (text: string | null): string => (text === null ? '-' : `${Buffer.byteLength(text)}:${text}`);

const entryHash = (previous: Buffer, entry: ChainedEntry): Buffer => createHash('sha256').update(previous).update(entryText(entry)).digest();

/**
 * Follows the chain and computes each hash anew: in this process, because whoever could change entries could change a function of the
 * database as well. `kept` is a head from an earlier check: without one, entries cut off at the end leave no trace.
 */
export async function verifyChain(
  entries: AsyncIterable<ChainedEntry>,
  kept?: Head,
  progress: (checked: number) => void = () => undefined,
): Promise<Verdict> {
  let checked = 0;
  let hash: Buffer = BEGINNING;
  const verdict = (fault?: string): Verdict => ({ checked, head: checked > 0 ? { seq: checked, hash: hash.toString('hex') } : undefined, fault });
  for await (const entry of entries) {
    const fault = faultOf(entry, checked, hash) ?? (kept?.seq === checked + 1 ? differenceFrom(kept, entry) : undefined);
    if (fault) return verdict(fault);
    checked += 1;
    hash = entry.hash;
    progress(checked);
  }
  if (kept === undefined || kept.seq <= checked) return verdict();
  return verdict(`Entry ${kept.seq}, which the kept head names, is gone: the log ends with entry ${checked}. Entries were cut off at its end.`);
}

function faultOf(entry: ChainedEntry, before: number, previous: Buffer): string | undefined {
  if (entry.seq !== String(before + 1)) return `Entry ${before + 1} is missing: after entry ${before} comes entry ${entry.seq}.`;
  if (entryHash(previous, entry).equals(entry.hash)) return undefined;
  return `Entry ${entry.seq} was changed or put in: its hash does not follow from what it says and the entry before it.`;
}

const differenceFrom = (kept: Head, { seq, hash }: ChainedEntry): string | undefined =>
  hash.toString('hex') === kept.hash
    ? undefined
    : `Entry ${seq} is not the one that the kept head names. It, or entries before it, were written anew.`;

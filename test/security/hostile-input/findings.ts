import { curlOf, type Sent, type Wire } from './exchange.js';
import type { Judge } from './judge.js';
import { smaller } from './shrink.js';

export interface Finding {
  readonly sequence: number;
  readonly what: string;
  /** The smallest request that still did it, as a line for a shell. */
  readonly curl: string;
}

/** So many of one kind are told; what comes after is the same again. */
const MOST = 40;

/** What went wrong, once for each kind of fault and operation. */
export class Findings {
  readonly #all = new Map<string, Finding>();

  constructor(
    private readonly wire: Wire,
    private readonly judge: Judge,
  ) {}

  get all(): readonly Finding[] {
    return [...this.#all.values()];
  }

  async add(sent: Sent, fault: string): Promise<void> {
    const kind = fault.split(':', 1)[0]!;
    const name = `${kind} ${sent.operation.id} ${kind === 'accepted' ? sent.what : ''}`;
    if (this.#all.has(name) || this.#all.size >= MOST) return;
    const told = { sequence: sent.sequence, what: `${sent.operation.id}, ${sent.mode}${sent.what ? ` (${sent.what})` : ''}, as ${sent.caller.name}: ${fault}` };
    // Taken at once, so that nobody else shrinks the same.
    this.#all.set(name, { ...told, curl: curlOf(sent, this.wire.url) });
    const least = await smaller(sent, async (tried) => {
      const answer = await this.wire.send(tried);
      return this.judge.faultsOf({ sent: tried, answer }).some((other) => other.startsWith(`${kind}:`));
    });
    const finding = { ...told, curl: curlOf(least, this.wire.url) };
    this.#all.set(name, finding);
    // At once as well: a run of an hour may be broken off.
    process.stderr.write(`sequence ${finding.sequence}: ${finding.what}\n${finding.curl}\n`);
  }
}

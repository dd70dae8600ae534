import fc from 'fast-check';
import { noScripts } from '../../support/gateway.js';
import { sql } from '../../support/sql.js';
import { Touched } from '../../support/touched.js';
import { type Caller, Callers } from './callers.js';
import { Coverage } from './coverage.js';
import { type Exchange, type Sent, Wire } from './exchange.js';
import { Findings } from './findings.js';
import { FromSchema } from './from-schema.js';
import { Judge } from './judge.js';
import { KnownThings } from './known.js';
import { type Plan, Plans } from './plans.js';
import { Requests } from './requests.js';
import { sequences } from './sequences.js';
import { PUBLIC_URL, type Target } from './target.js';
import { inParallel, Unchanged } from './unchanged.js';

const CONNECTIONS = 32;
/** Sequences that run side by side before it is looked what refusals did. */
const SIDE_BY_SIDE = 64;
/** Sequences after which there are new callers. */
const GENERATION = 512;

export interface CampaignOptions {
  readonly seed: number;
  /** Ends once so many were sent. */
  readonly requests: number;
  /** This sequence alone. */
  readonly only?: number | undefined;
  readonly tell: (line: string) => void;
}

/** Sends sequences of requests, and what must be refused between them while all is quiet. */
export class Campaign {
  readonly findings: Findings;
  readonly coverage: Coverage;
  readonly judge: Judge;
  readonly #wire: Wire;
  readonly #sequences: fc.Arbitrary<readonly Plan[]>;
  #callers!: Callers;
  #known!: KnownThings;
  #memory: number[] = [];
  #alone = 0;

  constructor(
    private readonly target: Target,
    private readonly options: CampaignOptions,
  ) {
    const { operations } = target;
    this.#wire = new Wire(target.api.url, CONNECTIONS);
    this.coverage = new Coverage(operations.all);
    this.judge = new Judge(target.check, PUBLIC_URL);
    this.findings = new Findings(this.#wire, this.judge);
    this.#sequences = sequences(operations.all, new Plans(operations, new FromSchema(operations)));
  }

  get requests(): number {
    return this.#wire.requests;
  }

  /** Requests that were sent while nothing else ran, to see that they change nothing. */
  get alone(): number {
    return this.#alone;
  }

  /** MiB of the API after the first fifth, and at the most. */
  get memory(): { readonly early: number; readonly most: number } {
    return { early: this.#memory[Math.floor(this.#memory.length / 5)] ?? 0, most: Math.max(0, ...this.#memory) };
  }

  /** Answers how many sequences there were. */
  async run(): Promise<number> {
    const touched = await Touched.watch(this.target.shop.database.url);
    const unchanged = new Unchanged(this.#wire, touched, () => this.#keys(), CONNECTIONS);
    const { only, requests } = this.options;
    let number = only ?? 0;
    try {
      while (only === undefined ? this.requests < requests : number === only) {
        if (only !== undefined || number % GENERATION === 0) await this.#newCallers();
        await this.target.stockUp(this.#known);
        const numbers = only === undefined ? Array.from({ length: SIDE_BY_SIDE }, (_, i) => number + i) : [only];
        const refusals = (await inParallel(numbers, CONNECTIONS, (one) => this.#walk(one))).flat();
        await this.#refuse(refusals, unchanged);
        number += numbers.length;
        this.#memory.push(this.target.memory);
        this.options.tell(`${this.requests} requests, ${this.findings.all.length} findings, ${this.#memory.at(-1)} MiB`);
      }
    } finally {
      await touched.close();
      await this.#wire.close();
    }
    return number - (only ?? 0);
  }

  async #keys(): Promise<number> {
    const [row] = await sql<{ kept: number }>(this.target.shop.database.url, 'select count(*)::int as kept from platform.idempotency_keys');
    return row!.kept;
  }

  async #newCallers(): Promise<void> {
    this.#known = new KnownThings(this.target.known, this.target.untouchable);
    this.#callers = await Callers.of(this.target.shop, this.#known, this.target.untouchable);
    await noScripts(this.target.shop.sandbox.url);
  }

  /** Walks a sequence; answers what is left to be tried while all is quiet. */
  async #walk(sequence: number): Promise<Sent[]> {
    const known = new KnownThings(this.#known, this.target.untouchable);
    const own: Caller = this.#callers.customers[sequence % this.#callers.customers.length]!;
    const requests = new Requests(this.#callers, known, own, sequence);
    const quietly: Sent[] = [];
    for (const plan of fc.sample(this.#sequences, { seed: (this.options.seed + Math.imul(sequence, 0x9e3779b1)) | 0, numRuns: 1 })[0]!) {
      const sent = requests.made(plan);
      if (plan.mode === 'fault' || plan.mode === 'foreign') {
        quietly.push(sent);
        continue;
      }
      const exchange = await this.#exchange(sent);
      if (!exchange) continue;
      learn(known, exchange);
      if (plan.mode === 'repeat') await this.#repeat(exchange);
      if (exchange.answer.status >= 400) quietly.push(sent);
    }
    return quietly;
  }

  async #exchange(sent: Sent): Promise<Exchange | undefined> {
    try {
      const exchange = { sent, answer: await this.#wire.send(sent) };
      await this.#judged(exchange);
      return exchange;
    } catch (error) {
      await this.findings.add(sent, `no answer: ${(error as Error).message}`);
      return undefined;
    }
  }

  async #judged(exchange: Exchange): Promise<void> {
    this.coverage.note(exchange);
    for (const fault of this.judge.faultsOf(exchange)) await this.findings.add(exchange.sent, fault);
  }

  /** With its key again: the same bytes; and with another body: a refusal. */
  async #repeat({ sent, answer }: Exchange): Promise<void> {
    if (!('idempotency-key' in sent.headers) || answer.status >= 300 || answer.status === 202) return;
    const again = await this.#exchange(sent);
    // A payment that waits for the shopper is asked after again: what is final is what is kept.
    // Who was logged out or closed meanwhile by somebody else has no repeats.
    const isFinal = again && again.answer.status !== 401 && again.answer.status !== 403 && !/"status":"(requires_action|processing)"/.test(answer.text);
    if (isFinal && (again.answer.status !== answer.status || again.answer.text !== answer.text)) {
      await this.findings.add(sent, `repeated: ${answer.status} ${answer.text.slice(0, 200)} and then ${again.answer.status} ${again.answer.text.slice(0, 200)}`);
    }
    if (!sent.operation.json) return;
    const other = await this.#exchange({ ...sent, mode: 'hostile', body: otherThan(sent.body) });
    if (other && other.answer.status < 400) await this.findings.add(sent, `key of another body: ${other.answer.status}`);
  }

  async #refuse(requests: readonly Sent[], unchanged: Unchanged): Promise<void> {
    this.#alone += requests.length;
    const exchanges: Exchange[] = [];
    const faults = await unchanged.send(requests, (exchange) => exchanges.push(exchange));
    for (const exchange of exchanges) await this.#judged(exchange);
    for (const { changed, by } of faults) {
      const names = new Set(by.map(({ operation }) => operation.id));
      await this.findings.add(by[0]!, `changed although refused: ${changed.join(', ')}${by.length > 1 ? ` by one of ${[...names].join(', ')}` : ''}`);
    }
  }
}

function learn(known: KnownThings, { sent, answer }: Exchange): void {
  if (answer.status >= 300) return;
  known.learn(answer.body, sent.caller.name, sent.headers['holdfast-cart-token']);
  const id = (answer.body as { id?: unknown } | undefined)?.id ?? sent.path.split('?')[0]!.split('/').findLast((part) => /_[0-7]/.test(part));
  const etag = answer.headers.get('etag');
  if (typeof id === 'string' && etag) known.keepEtag(id, etag);
}

/** A body of the same form that says something else. */
const otherThan = (body = '{}'): string => (body.startsWith('{') ? `${body.replace(/\}\s*$/, '')}${body.length > 2 ? ',' : ''}"note":"another"}` : '{"note":"another"}');

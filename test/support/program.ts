import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { childEnv } from '@holdfast/config';
import { freePort } from '../../apps/launcher/src/ports.js';
import { ROOT } from './checkout.js';
import { eventually } from './eventually.js';
import type { Hit, Order } from './failpoints.js';
import type { Vitals } from './probe.js';
import { printed } from './spec-log.js';

export type ProgramName = 'api' | 'worker' | 'sandbox';

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is shipped, or the build with failpoints in it. */
  readonly build?: 'dist' | 'dist-faults';
  /** It can be asked for its {@link Program.vitals}. */
  readonly isProbed?: boolean;
}

interface Answer {
  readonly answer: number;
  readonly vitals: Vitals;
}

const READY_WITHIN_MS = 120_000;
const KEPT_LOG = 64 * 1024;
const PORT_SETTING: Record<ProgramName, string> = { api: 'PORT', worker: 'WORKER_PORT', sandbox: 'SANDBOX_PORT' };

/** A test is one address and one key. */
const LIMITS = { RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000', RATE_LIMIT_KEY_PER_MINUTE: '1000000', RATE_LIMIT_LENIENCY: '1000' };

/** No balancer has to notice that they end, and there are several APIs on one machine. */
const ALONE = { DRAIN_MS: '0', METRICS_PORT: '0' };

/** Many starts of the same code. */
const CACHE = { NODE_COMPILE_CACHE: join(ROOT, '.runtime/compile-cache') };

/** Ends with whoever started it. */
const GUARD = 'apps/launcher/src/die-with-parent.js';
const FAILPOINTS = 'test/support/failpoints.js';
/** Only the build with the tests in it has that. */
const PROBE = join(ROOT, 'dist-faults/test/support/probe.js');
const VITALS_WITHIN_MS = 20_000;

/** A program may end while it is told something; its channel says so before its end is known here. */
const goneMeanwhile = (): void => undefined;

/** A built program of the shop as a process of its own, that can be killed and started again at the same address. */
export class Program {
  #child!: ChildProcess;
  #exited!: Promise<unknown>;
  #log = '';
  #onHit: (hit: Hit) => void = () => undefined;
  readonly #asked = new Map<number, (vitals: Vitals) => void>();
  #questions = 0;

  private constructor(
    readonly name: ProgramName,
    /** Its address, without a slash at the end; the same over restarts. */
    readonly url: string,
    private readonly options: ProgramOptions,
  ) {}

  /** Starts it and waits until it is ready. @throws Error with the end of its log when it ends before */
  static async start(name: ProgramName, options: ProgramOptions): Promise<Program> {
    const program = new Program(name, `http://127.0.0.1:${await freePort()}`, options);
    await program.restart();
    return program;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Settles once it has ended, for whatever reason. */
  get exited(): Promise<unknown> {
    return this.#exited;
  }

  /** The end of what it and those before it wrote. */
  get log(): string {
    return this.#log;
  }

  /** Hears of each failpoint that is reached from now on, also after restarts. */
  onHit(listener: (hit: Hit) => void): void {
    this.#onHit = listener;
  }

  /** Tells its failpoints what to do. A program that has ended hears nothing. */
  order(order: Order): void {
    if (this.#child.connected) this.#child.send(order, goneMeanwhile);
  }

  /** What it says of itself, if it is probed; undefined when it does not answer in time. */
  async vitals(): Promise<Vitals | undefined> {
    const question = ++this.#questions;
    const answered = new Promise<Vitals>((answer) => void this.#asked.set(question, answer));
    if (this.#child.connected) this.#child.send({ vitals: question }, goneMeanwhile);
    const late = new AbortController();
    const vitals = await Promise.race([answered, pause(VITALS_WITHIN_MS, undefined, { signal: late.signal })]);
    late.abort();
    this.#asked.delete(question);
    return vitals;
  }

  /** Starts it anew, with other settings where `changes` has them; the one before must have ended. */
  async restart(changes: ProgramOptions['env'] = {}): Promise<void> {
    this.launch(changes);
    await this.ready();
  }

  /** As {@link restart}, without waiting for it to be ready. */
  launch(changes: ProgramOptions['env'] = {}): void {
    const { env, build = 'dist', isProbed = false } = this.options;
    const at = (path: string): string => join(ROOT, build, path);
    const entry = at(`apps/${this.name}/src/main.js`);
    if (!existsSync(entry)) throw new Error(`${entry} is missing. Build first: npm test does`);
    const flags = [GUARD, ...(build === 'dist-faults' ? [FAILPOINTS] : [])].map((path) => `--import=${pathToFileURL(at(path)).href}`);
    if (isProbed) flags.push(`--import=${pathToFileURL(PROBE).href}`);
    const child = spawn(process.execPath, [...flags, entry], {
      env: childEnv({ LOG_LEVEL: 'error', ...LIMITS, ...ALONE, ...CACHE, ...env, ...changes, [PORT_SETTING[this.name]]: new URL(this.url).port, NODE_OPTIONS: undefined }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed(text);
        this.#log = `${this.#log}${text}`.slice(-KEPT_LOG);
      });
    }
    child.on('message', (message: Hit | Answer) => ('vitals' in message ? this.#asked.get(message.answer)?.(message.vitals) : this.#onHit(message)));
    this.#child = child;
    this.#exited = once(child, 'exit');
  }

  async ready(): Promise<void> {
    await eventually(async () => {
      if (!this.isRunning) return;
      const { status, body } = await fetch(`${this.url}/readyz`);
      await body?.cancel();
      if (status !== 200) throw new Error(`The ${this.name} is not ready: ${status}\n${this.#log}`);
    }, READY_WITHIN_MS);
    if (!this.isRunning) throw new Error(`The ${this.name} ended while it started:\n${this.#log}`);
  }

  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it finish what it does. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill(signal);
    await this.#exited;
  }
}

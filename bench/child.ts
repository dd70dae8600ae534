import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv } from '@holdfast/config';
import { LogFile } from '../apps/launcher/src/log-file.js';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const SAMPLE_EVERY_MS = 500;
/** The limit and the load are not held to the memory that Holdfast allows itself. */
const PLAIN_FLAGS = ['--enable-source-maps'];

interface Extras {
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** Flags of Node. */
  readonly flags?: readonly string[];
}

/** A process of the bench; it ends with the bench, also when that is killed. */
export class Child {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #log: LogFile;

  constructor(
    readonly name: string,
    entry: string,
    env: Readonly<Record<string, string | undefined>>,
    logsFolder: string,
    { args = [], flags = PLAIN_FLAGS }: Extras = {},
  ) {
    this.#log = new LogFile(join(logsFolder, `${name}.log`));
    const guard = new URL('../apps/launcher/src/die-with-parent.js', import.meta.url);
    this.#process = this.#log.lend((log) =>
      spawn(process.execPath, [...flags, `--import=${guard.href}`, entry, ...args], {
        env: childEnv(env),
        stdio: ['ignore', log, log, 'ipc'],
        detached: true,
      }),
    );
    this.#exited = once(this.#process, 'exit');
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits for 200 from `url`. @throws Error with the end of the log when the process ends before. */
  async ready(url: string): Promise<void> {
    const end = Date.now() + READY_WITHIN_MS;
    while (!(await isGreen(url))) {
      if (!this.isRunning || Date.now() > end) throw this.failure('did not become ready');
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }

  failure(what: string): Error {
    return new Error(`The ${this.name} process ${what}. The end of its log:\n${this.#log.tail()}`);
  }

  /** Sends a message and waits for the answer. @throws Error when the process ends instead. */
  async ask(message: object): Promise<unknown> {
    const answered = once(this.#process, 'message');
    this.#process.send(message);
    const [answer] = await Promise.race([
      answered,
      this.#exited.then(() => {
        throw this.failure('ended');
      }),
    ]);
    return answer;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#process.kill('SIGTERM');
    const insist = setTimeout(() => this.#process.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.#exited;
    clearTimeout(insist);
  }

  /** Runs `work` and answers the most memory the process held meanwhile, in MB; undefined where the system does not tell. */
  async peakWhile<T>(work: () => Promise<T>): Promise<{ result: T; peakMb: number | undefined }> {
    let peakMb = this.#residentMb();
    const timer = setInterval(() => {
      peakMb = Math.max(peakMb ?? 0, this.#residentMb() ?? 0) || undefined;
    }, SAMPLE_EVERY_MS);
    try {
      return { result: await work(), peakMb };
    } finally {
      clearInterval(timer);
    }
  }

  #residentMb(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
      const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
      return kilobytes ? Number(kilobytes) / 1024 : undefined;
    } catch {
      return undefined;
    }
  }
}

async function isGreen(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnv } from '@holdfast/config';
import { LogFile } from './log-file.js';
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-flags.js';
import { Refusal, type Say } from './refusal.js';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const LONGEST_BACKOFF_MS = 10_000;
/** A program that ran this long was well: its next failure starts over with the shortest wait. */
const HEALTHY_AFTER_MS = 30_000;

/** One program of the shop, run as a child of the launcher. */
export interface Program {
  readonly name: string;
  /** Its compiled main file. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers 200 once the program can do its work. */
  readonly probe: string;
  readonly logsFolder: string;
}

/** Keeps one program running from its first start until it is stopped. */
export class SupervisedProgram {
  readonly #log: LogFile;
  #child!: ChildProcess;
  #exited!: Promise<string>;
  #state: 'starting' | 'running' | 'stopping' = 'starting';
  #failures = 0;
  #startedAt = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(
    readonly program: Program,
    private readonly say: Say,
  ) {
    this.#log = new LogFile(join(program.logsFolder, `${program.name}.log`));
    this.#launch();
  }

  /**
   * Waits until the program is ready.
   * @throws Refusal when it ends before, or takes too long, with the end of its log.
   */
  async ready(): Promise<void> {
    const { name, probe } = this.program;
    const end = Date.now() + READY_WITHIN_MS;
    let death: string | undefined;
    void this.#exited.then((reason) => (death = reason));
    while (!(await isGreen(probe))) {
      if (this.#state === 'stopping') return;
      if (death) throw this.#refusal(`The ${name} ended while it started (${death}).`);
      if (Date.now() > end)
        throw this.#refusal(`The ${name} was not ready within ${READY_WITHIN_MS / 1000} s.`);
      await new Promise((wake) => setTimeout(wake, 50));
    }
    if (this.#state === 'starting') this.#state = 'running';
    if (death) this.#onEnd(death);
  }

  /** Asks the program to finish what it does and to end; insists when it takes too long. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#restart);
    this.#child.kill('SIGTERM');
    const insist = setTimeout(() => this.kill(), STOP_WITHIN_MS);
    await this.#exited;
    clearTimeout(insist);
  }

  /** Ends the program at once. */
  kill(): void {
    this.#state = 'stopping';
    clearTimeout(this.#restart);
    this.#child.kill('SIGKILL');
  }

  #launch(): void {
    const { entry, env } = this.program;
    const guard = pathToFileURL(join(import.meta.dirname, 'die-with-parent.js')).href;
    this.#startedAt = Date.now();
    const child = this.#log.lend((log) =>
      spawn(process.execPath, [...NODE_FLAGS, `--import=${guard}`, entry], {
        env: childEnv({ ...NODE_ENVIRONMENT, ...env }),
        // The channel carries nothing: the child notices by its end that the launcher is gone.
        stdio: ['ignore', log, log, 'ipc'],
        // Its own process group: Ctrl-C in the terminal reaches the launcher, which stops in order.
        detached: true,
      }),
    );
    this.#child = child;
    this.#exited = new Promise((end) => {
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ?? `exit status ${code}`));
    });
    void this.#exited.then((reason) => this.#onEnd(reason));
  }

  #onEnd(reason: string): void {
    if (this.#state !== 'running' || this.#restart) return;
    if (Date.now() - this.#startedAt > HEALTHY_AFTER_MS) this.#failures = 0;
    const wait = Math.min(500 * 2 ** this.#failures++, LONGEST_BACKOFF_MS);
    this.say(
      `The ${this.program.name} ended (${reason}); starting it again in ${wait / 1000} s. Its log: ${this.#log.path}`,
    );
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#launch();
    }, wait);
  }

  #refusal(what: string): Refusal {
    return new Refusal(`${what} The end of ${this.#log.path}:\n${this.#log.tail()}`);
  }
}

async function isGreen(probe: string): Promise<boolean> {
  try {
    const answer = await fetch(probe, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

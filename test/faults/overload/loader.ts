import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/checkout.js';
import type { Reply, Step, StepFigures, Task } from './messages.js';

const BUILT = join(ROOT, 'dist-faults');

/** The process that makes the load, as the proof sees it. */
export class Loader {
  readonly #process: ChildProcess;

  constructor() {
    const guard = pathToFileURL(join(BUILT, 'apps/launcher/src/die-with-parent.js')).href;
    this.#process = fork(join(BUILT, 'test/faults/overload/load.js'), { execArgv: [`--import=${guard}`] });
  }

  open(task: Omit<Extract<Task, { kind: 'open' }>, 'kind'>): Promise<void> {
    return this.#ask({ kind: 'open', ...task });
  }

  fillCarts(count: number): Promise<void> {
    return this.#ask({ kind: 'fill-carts', count });
  }

  send(...steps: Step[]): Promise<StepFigures[]> {
    return this.#ask({ kind: 'send', steps });
  }

  orders(): Promise<string[]> {
    return this.#ask({ kind: 'orders' });
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  async #ask<T>(task: Task): Promise<T> {
    this.#process.send(task);
    const [reply] = (await once(this.#process, 'message')) as [Reply];
    if (!reply.ok) throw new Error(`The load failed: ${reply.reason}`);
    return reply.value as T;
  }
}

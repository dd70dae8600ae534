import { Child } from './child.js';
import type { Answer, Reply, Request } from './messages.js';

/** The load process, as the bench sees it. */
export class Loader {
  readonly #process: Child;

  constructor(logsFolder: string) {
    this.#process = new Child('load', `${import.meta.dirname}/load.js`, {}, logsFolder);
  }

  async request<R extends Request>(request: R): Promise<Answer<R>> {
    const reply = (await this.#process.ask(request)) as Reply;
    if (!reply.ok) throw new Error(`The load failed: ${reply.reason}`);
    return reply.value as Answer<R>;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}

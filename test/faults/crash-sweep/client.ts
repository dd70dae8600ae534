import type { Answer } from '../../support/answer.js';
import type { Ask } from '../../support/shop.js';
import { pause, type Stage } from './stage.js';

/** How long a client waits for an answer before it asks again. */
const PATIENCE_MS = 1_500;
const BETWEEN_MS = 150;
/** Times a client asks before it waits for time to pass, and after each time. */
const TIMES = 3;
const STEP_SECONDS = 31;
const MOST_STEPS = 12;

/** What a client was told, for it to hold the shop to. */
export interface Acknowledged {
  readonly method: string;
  readonly path: string;
  readonly ask: Ask;
  readonly answer: Answer;
}

/** Thrown where a client never got an answer that is final. */
export class NeverFinal extends Error {
  override readonly name = 'NeverFinal';
}

const isFinal = ({ status, body }: Answer): boolean =>
  status < 500 && status !== 202 && status !== 429 && !(status === 409 && (body?.code === 'request-in-progress' || body?.code === 'payment-in-progress'));

/** Somebody who asks, with the same key, until the answer is final: over lost connections, restarts and 202s. */
export class Client {
  readonly acknowledged: Acknowledged[] = [];
  /** Seconds of the shop's time that the slowest request took, from when nothing hindered it any more. */
  slowest = 0;

  constructor(private readonly stage: Stage) {}

  /**
   * Time passes in steps, and only while the shop has nothing to do that is due: how long something takes does not depend on how busy this machine is.
   * @throws NeverFinal
   */
  async insist(method: string, path: string, ask: Ask, isDone: (answer: Answer) => boolean = isFinal): Promise<Answer> {
    const began = this.stage.passed;
    let last = 'no answer';
    for (let attempt = 1; attempt <= TIMES * MOST_STEPS; attempt++) {
      const answer = await this.stage.ask(method, path, ask, PATIENCE_MS).catch((error: Error) => void (last = error.message));
      if (answer && isDone(answer)) {
        this.slowest = Math.max(this.slowest, this.stage.passed - Math.max(began, this.stage.hinderedUntil));
        this.acknowledged.push({ method, path, ask, answer });
        return answer;
      }
      if (answer) last = `${answer.status} ${answer.text.slice(0, 300)}`;
      await this.stage.alive();
      await pause(BETWEEN_MS);
      if (attempt % TIMES > 0) continue;
      await this.stage.looked();
      if (attempt % (2 * TIMES) === 0) await this.stage.later(STEP_SECONDS);
    }
    throw new NeverFinal(`${method} ${path} is not final after ${this.stage.passed - began} s; the last answer: ${last}`);
  }
}
